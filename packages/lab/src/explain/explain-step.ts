import {
  type Constraint,
  nextStep,
  type Optimizer,
  type OptimizerProgress,
  OptionError,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  show,
  startProgress,
  UnsupportedError,
} from '@tsuno/core';
import type { ArrayLikeData } from '@tsuno/models';
import { requireOptimizer } from '../compare/entrant.ts';
import { type Model, requireModel } from '../model.ts';
import {
  findParameter,
  type ParameterName,
  type WeightPlace,
  weightPlaces,
} from '../probe/weight-places.ts';
import { NO_PATH, type WeightEntry, weightInDoubles } from '../step-in-doubles.ts';
import { type ExplanationLine, linesFor } from './explanation-lines.ts';
import { gradientsOf } from './gradients-of.ts';
import { readScalars } from './read-scalars.ts';
import { type Surroundings, traceStep } from './trace-step.ts';

/** One step of one weight, number by number. Plain data. */
export interface Explanation {
  readonly kind: 'explanation';
  readonly parameter: string;
  readonly optimizer: string;
  readonly learningRate: number;
  /** t, from 1. */
  readonly step: number;
  readonly before: number;
  readonly after: number;
  /** g, m, v, m̂, v̂, α_j, Δw for Adam, in this order; g′ after g where gradients are clipped. */
  readonly lines: readonly ExplanationLine[];
}

export interface ExplainUpdateOptions {
  readonly optimizer: Optimizer;
  /** w before the first of the gradients. */
  readonly weight: number;
  /** One after the other; the last is explained. */
  readonly gradients: readonly number[];
}

/**
 * Explains what an optimizer makes of a sequence of gradients of one weight: the last step, in doubles.
 *
 * @throws OptionError for gradients that are no list of numbers, and for something that is no optimizer.
 * @example
 * import { lab, optimizers } from 'tsuno';
 *
 * const explanation = lab.explainUpdate({
 *   optimizer: optimizers.Adam({ learningRate: 0.1 }),
 *   weight: 1,
 *   gradients: [1000],
 * });
 * console.log(lab.toText(explanation));
 * console.assert(Math.abs(explanation.after - 0.9) < 1e-9); // α, whatever the gradient
 */
export function explainUpdate(options: ExplainUpdateOptions): Explanation {
  requireNamedOptions('explainUpdate', arguments);
  const { optimizer, weight, gradients, ...unknown } = options ?? ({} as ExplainUpdateOptions);
  refuseUnknownOptions('explainUpdate', unknown, ['optimizer', 'weight', 'gradients']);
  requireOptimizer('explainUpdate', optimizer);
  requireInterval('explainUpdate', { weight }, '(-∞, ∞)');
  if (!Array.isArray(gradients) || gradients.length === 0) {
    throw new OptionError(
      `explainUpdate: gradients must be a list with at least one number, such as [0.5, -1], got ${show(gradients)}.`,
    );
  }
  for (const gradient of gradients) requireInterval('explainUpdate', { gradient }, '(-∞, ∞)');
  requireRuleAlone('explainUpdate', optimizer);
  const doubles = weightInDoubles(optimizer, [weight]);
  for (const gradient of gradients.slice(0, -1)) doubles.step([gradient]);
  const last = gradients[gradients.length - 1];
  const squares = last * last;
  const alone = { path: NO_PATH, ownSquares: squares, allSquares: squares };
  return explain(optimizer, doubles.progress(), doubles.entry(0), last, 'w', alone);
}

export interface ExplainStepOptions extends ParameterName {
  readonly model: Model;
  /** The batch. */
  readonly x: ArrayLikeData;
  readonly y: ArrayLikeData;
}

/**
 * Explains the step that a model's optimizer would make next for one weight on one batch: g, m, v, m̂, v̂, α_j and Δw in
 * order, with their formulas. The model stays as it is. The gradient is taken by the layers' definitions, the rest is
 * computed in doubles.
 *
 * @throws OptionError for a weight that there is not; StateError before `compile`; UnsupportedError where more than the
 * optimizer's rule decides what becomes of the weight: accumulated gradients, an average that overwrites, a constraint.
 * @example
 * import { lab, layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [2] }), layers.Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: optimizers.Adam(), loss: losses.MeanSquaredError() });
 * const batch = { x: [[1, 2], [3, 4]], y: [1, 2] };
 * const explanation = await lab.explainStep({ model, ...batch, layer: 0, index: [1, 0] });
 * console.log(lab.toText(explanation));
 * console.assert(explanation.lines.map(({ symbol }) => symbol).join(' ') === 'g m v m̂ v̂ α_j Δw');
 */
export async function explainStep(options: ExplainStepOptions): Promise<Explanation> {
  const who = 'explainStep';
  requireNamedOptions(who, arguments);
  const { model, x, y, layer, weight, index, ...unknown } = options ?? ({} as ExplainStepOptions);
  refuseUnknownOptions(who, unknown, ['model', 'x', 'y', 'layer', 'weight', 'index']);
  requireModel(who, model);
  const gradients = gradientsOf(who, model, x, y);
  const optimizer = model.compileOptions?.optimizer as Optimizer;
  const { place, offset, label } = findParameter(who, model, weightPlaces(model), {
    layer,
    weight,
    index,
  });
  requireRuleAlone(who, optimizer, { place, constraint: constraintOf(model, place) });
  const trainedAt = place.trainedAt ?? 0;
  const path = `${place.layer}/${place.weight}`;
  const state = model.optimizerState;
  const progress =
    state === null
      ? { ...startProgress(optimizer), learningRate: model.learningRate }
      : { ...state, carry: state.products };
  const own = Object.fromEntries(
    Object.entries(optimizer.slots).map(([slot, start]) => [
      slot,
      state?.slots[path][slot][offset] ?? start,
    ]),
  );
  const param = model.weights[place.at].values[offset];
  const { values } = gradients[trainedAt];
  const surroundings = {
    path,
    ownSquares: sumOfSquares(values),
    allSquares: gradients.reduce((sum, each) => sum + sumOfSquares(each.values), 0),
  };
  return explain(optimizer, progress, { param, ...own }, values[offset], label, surroundings);
}

/** @throws UnsupportedError where the rule's step is not what becomes of the weight. */
function requireRuleAlone(
  who: string,
  { kind, handling }: Optimizer,
  weight?: { readonly place: WeightPlace; readonly constraint: Constraint | null },
): void {
  const { gradientAccumulationSteps, useEma, emaOverwriteFrequency } = handling;
  const reason =
    gradientAccumulationSteps !== null
      ? `${kind} has gradientAccumulationSteps: ${gradientAccumulationSteps}, so a step is made of several batches`
      : useEma && emaOverwriteFrequency !== null
        ? `${kind} has emaOverwriteFrequency: ${emaOverwriteFrequency}, so steps end with the weights' average in their place`
        : weight?.constraint
          ? `${weight.place.layer}/${weight.place.weight} has the constraint ${weight.constraint.kind}, which changes it after the step`
          : null;
  if (reason === null) return;
  const advice = weight
    ? 'Explain a model without it, or the rule alone with explainUpdate.'
    : 'Explain the optimizer without it.';
  throw new UnsupportedError(
    `${who}: ${reason}: the rule's step is not what will happen. ${advice}`,
  );
}

function constraintOf(model: Model, place: WeightPlace): Constraint | null {
  const { layer, inputShape } = model.getLayer(place.layer);
  const { weights } = layer.plan(inputShape.slice(1) as number[], `layer ${show(place.layer)}`);
  return weights.find(({ name }) => name === place.weight)?.constraint ?? null;
}

function sumOfSquares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function explain(
  optimizer: Optimizer,
  progress: OptimizerProgress,
  before: WeightEntry,
  gradient: number,
  parameter: string,
  surroundings: Surroundings,
): Explanation {
  const { learningRate } = progress;
  const next = nextStep(optimizer, progress);
  const { carry, iterations } = next.progress;
  const numbers = { learningRate, carry, scalars: next.scalars };
  const reading = readScalars(optimizer);
  const trace = traceStep(optimizer, reading, numbers, before, gradient, surroundings);
  return {
    kind: 'explanation',
    parameter,
    optimizer: optimizer.kind,
    learningRate,
    step: iterations,
    before: before.param,
    after: trace.param.value,
    lines: linesFor(optimizer, trace, reading, carry),
  };
}
