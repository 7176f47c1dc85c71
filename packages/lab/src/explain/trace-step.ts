import {
  clipFactor,
  clipsByNorm,
  decays,
  float64Arith,
  type Optimizer,
  type OptimizerProgress,
  type StepScalars,
  updateParameter,
} from '@tsuno/core';
import type { WeightEntry } from '../step-in-doubles.ts';
import {
  constant,
  type Expression,
  expressionArith,
  ruleNumber,
  weightNumber,
  withValue,
} from './expression.ts';
import { letterOf } from './letters.ts';
import { formsOf, readConstant, readStandIn, ruleOptions } from './read-constants.ts';
import type { ScalarReading } from './read-scalars.ts';

/** A step of one weight as expressions: what became of it, and out of what. */
export interface Trace {
  readonly weight: Expression;
  readonly gradient: Expression;
  /** The gradient after clipping and coupled decay, as an expression of it; itself where neither happens. */
  readonly handled: Expression;
  /** What the rule is handed for the gradient: it, or g′ for what was made of it. */
  readonly direction: Expression;
  readonly before: Readonly<Record<string, Expression>>;
  readonly after: Readonly<Record<string, Expression>>;
  readonly param: Expression;
  /** Scalars that have a name and no formula. */
  readonly scalars: readonly Expression[];
}

/** What the handling of a gradient depends on beside the gradient. */
export interface Surroundings {
  /** `dense/kernel`: what `excludeFromWeightDecay` is held against. */
  readonly path: string;
  /** Σ g² over the weight, and over all weights. */
  readonly ownSquares: number;
  readonly allSquares: number;
}

/** What is the same for all weights in a step. */
export interface StepNumbers {
  readonly learningRate: number;
  /** The running products of this step. */
  readonly carry: OptimizerProgress['carry'];
  readonly scalars: StepScalars;
}

/** Runs the rule, with clipping and decay around it, on expressions. */
export function traceStep(
  optimizer: Optimizer,
  reading: ScalarReading,
  { learningRate, carry, scalars: { rule, decay } }: StepNumbers,
  entry: WeightEntry,
  gradient: number,
  { path, ownSquares, allSquares }: Surroundings,
): Trace {
  const { handling, about } = optimizer;
  const options = ruleOptions(optimizer);
  const names = Object.keys(rule);
  const unread: Expression[] = [];
  const scalars = names.map((name) => {
    const read = reading.read(name, learningRate, carry);
    if (read !== null) return read;
    const own = ruleNumber(about[name]?.symbol ?? `${letterOf(name)}ₜ`, rule[name]);
    unread.push(own);
    return own;
  });
  const lambda = ruleNumber('λ', handling.weightDecay ?? 0);
  const alpha = ruleNumber('α', learningRate);
  const k = expressionArith();
  const decayed = optimizer.hasCoupledWeightDecay ? lambda : k.mul(alpha, lambda);
  const ownDecay = decays(handling, path) ? decay : 0;
  const limit = ruleNumber('c', handling.clipvalue ?? 0);
  const clip = clipExpression(optimizer, ownSquares, allSquares);
  const w = weightNumber('w', entry.param);
  const g = weightNumber('g', gradient);
  const before = Object.fromEntries(
    Object.keys(optimizer.slots).map((slot) => [
      slot,
      weightNumber(about[slot]?.symbol ?? slot, entry[slot]),
    ]),
  );

  /** One run of the rule; `read` is told of every plain number in it. */
  const run = (
    given: Readonly<Record<string, number>>,
    givenDecay: number,
    read: (value: number) => Expression,
  ) => {
    let handled: Expression = g;
    let direction: Expression = g;
    const spied: Optimizer = {
      ...optimizer,
      update(arith, inner, inScalars) {
        const given = inner.grad as Expression;
        handled = given;
        direction = given === g ? g : weightNumber('g′', given.value);
        return optimizer.update(arith, { ...inner, grad: direction as never }, inScalars);
      },
    };
    const after = updateParameter<Expression>(
      spied,
      expressionArith(read),
      { param: w, grad: g, ...before },
      given,
      { decay: givenDecay, clip },
    );
    return { after, handled, direction };
  };

  // First with stand-ins for the scalars: by them they are known again among all plain numbers.
  const standIns = names.map((_, i) => 0.5772156649015329 / (i + 1.7320508075688772));
  const standInDecay = ownDecay === 0 ? 0 : 0.1414213562373095;
  const seen: number[] = [];
  run(Object.fromEntries(names.map((name, i) => [name, standIns[i]])), standInDecay, (value) => {
    seen.push(value);
    return constant(value);
  });
  let at = 0;
  const read = (value: number): Expression => {
    const stand = seen[at++];
    if (stand === value || stand === undefined) {
      const [same, turned] = formsOf(limit);
      if (handling.clipvalue !== null && value === same.value) return same;
      if (handling.clipvalue !== null && value === turned.value) return turned;
      return readConstant(value, options);
    }
    const found =
      readStandIn(stand, standInDecay, decayed) ??
      names
        .map((_, i) => readStandIn(stand, standIns[i], scalars[i]))
        .find((expression) => expression !== null);
    return found ? withValue(found, value) : constant(value);
  };
  const { after, handled, direction } = run(rule, ownDecay, read);
  const { param, ...slots } = after;
  return {
    weight: w,
    gradient: g,
    handled,
    direction,
    before,
    after: Object.fromEntries(Object.keys(optimizer.slots).map((slot) => [slot, slots[slot]])),
    param,
    scalars: unread,
  };
}

/** What gradients are multiplied by where they are clipped by norm. */
function clipExpression(
  { handling }: Optimizer,
  ownSquares: number,
  allSquares: number,
): Expression {
  if (!clipsByNorm(handling)) return constant(1);
  const k = expressionArith();
  const { clipnorm, globalClipnorm } = handling;
  const c = ruleNumber('c', clipnorm ?? globalClipnorm ?? 1);
  const norm = (name: string, squares: number) => weightNumber(name, Math.sqrt(squares));
  const formula =
    clipnorm === null
      ? k.min(constant(1), k.div(c, norm('‖all g‖', allSquares)))
      : k.div(c, k.max(norm('‖g‖', ownSquares), c));
  return withValue(formula, clipFactor(float64Arith, handling, ownSquares, allSquares));
}
