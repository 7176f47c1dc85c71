import {
  float32Arith,
  isDescription,
  nextStep,
  type Optimizer,
  OptionError,
  requireInterval,
  ShapeError,
  StateError,
  show,
  showShape,
  startProgress,
  stepTensors,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/** What a stepper moves. */
export type Parameter = tf.Variable | Float32Array;

/** The gradient for a parameter: a tensor for a variable, numbers for an array. */
export type GradientFor<P> = P extends Float32Array ? ArrayLike<number> : tf.Tensor;

type SlotFor<P> = P extends Float32Array ? Float32Array : tf.Tensor;

/** An optimizer at work on parameters of one's own. */
export interface Stepper<P extends Readonly<Record<string, Parameter>>> {
  /** One update of every parameter, in place. The gradients stay the caller's. */
  apply(gradients: { readonly [K in keyof P]: GradientFor<P[K]> }): void;
  /** Updates made so far. */
  readonly iterations: number;
  /** May be set at any time, to a number of at least 0. */
  learningRate: number;
  /** The accumulators of each parameter, by name: `stepper.slots.w.m`. They stay the stepper's. */
  readonly slots: { readonly [K in keyof P]: Readonly<Record<string, SlotFor<P[K]>>> };
  /** Frees the accumulators; the parameters stay. Only needed for variables. */
  dispose(): void;
}

/**
 * Puts an optimizer to work in a training loop of one's own, over `tf.Variable`s or over `Float32Array`s; on the cpu
 * backend both give the same bits.
 *
 * @throws OptionError for something that is no optimizer or no parameter, for a negative learning rate, and in `apply`
 * for a missing gradient.
 * @throws ShapeError in `apply` for a gradient whose shape is not its parameter's.
 * @example
 * import { optimizers, tf } from 'tsuno';
 *
 * const w = tf.variable(tf.tensor1d([3]));
 * const stepper = optimizers.attach(optimizers.Adam({ learningRate: 0.1 }), { w });
 * for (let step = 0; step < 200; step++) {
 *   tf.tidy(() => stepper.apply({ w: tf.mul(2, w) })); // J = w², so g = 2w
 * }
 * console.assert(Math.abs(w.dataSync()[0]) < 0.1);
 * stepper.dispose();
 * w.dispose();
 */
export function attach<P extends Readonly<Record<string, Parameter>>>(
  optimizer: Optimizer,
  parameters: P,
): Stepper<P> {
  if (!isDescription(optimizer, 'optimizer')) {
    throw new OptionError(
      `attach: the first argument must be an optimizer, such as optimizers.Adam(), got ${show(optimizer)}.`,
    );
  }
  // All parameters are checked before the first accumulator takes up memory.
  requireParameters(parameters);
  const entries = Object.entries(parameters).map(([name, parameter]) =>
    parameter instanceof Float32Array
      ? arrayEntry(name, parameter, optimizer)
      : variableEntry(name, parameter, optimizer),
  );
  let progress = startProgress(optimizer);
  let isDisposed = false;
  return {
    apply(gradients) {
      if (isDisposed)
        throw new StateError('attach: the stepper has been disposed of. Attach again.');
      requireSameNames(Object.keys(parameters), gradients);
      // All gradients are checked before the first parameter moves.
      const steps = entries.map((entry) => entry.check(gradients[entry.name]));
      const next = nextStep(optimizer, progress);
      for (const step of steps) step(next.scalars);
      progress = next.progress;
    },
    get iterations() {
      return progress.iterations;
    },
    get learningRate() {
      return progress.learningRate;
    },
    set learningRate(learningRate) {
      requireInterval('attach', { learningRate }, '[0, ∞)');
      progress = { ...progress, learningRate };
    },
    get slots() {
      return Object.fromEntries(
        entries.map((entry) => [entry.name, entry.slots()]),
      ) as Stepper<P>['slots'];
    },
    dispose() {
      if (!isDisposed) for (const entry of entries) entry.dispose();
      isDisposed = true;
    },
  };
}

type Scalars = Readonly<Record<string, number>>;

interface Entry {
  readonly name: string;
  /** Refuses a gradient that does not fit, or says how to step with it. */
  check(gradient: unknown): (scalars: Scalars) => void;
  slots(): Readonly<Record<string, tf.Tensor | Float32Array>>;
  dispose(): void;
}

function arrayEntry(name: string, values: Float32Array, optimizer: Optimizer): Entry {
  const slots = Object.fromEntries(
    Object.entries(optimizer.slots).map(([slot, start]) => [
      slot,
      new Float32Array(values.length).fill(start),
    ]),
  );
  return {
    name,
    check(gradient) {
      const length = (gradient as ArrayLike<number> | null)?.length;
      if (length !== values.length) {
        throw new ShapeError(
          `attach: the gradient of "${name}" must hold ${values.length} numbers, got ${show(gradient)}.`,
        );
      }
      return (scalars) =>
        stepArray(optimizer, values, gradient as ArrayLike<number>, slots, scalars);
    },
    slots: () => slots,
    dispose: () => {},
  };
}

function stepArray(
  optimizer: Optimizer,
  values: Float32Array,
  gradient: ArrayLike<number>,
  slots: Readonly<Record<string, Float32Array>>,
  scalars: Scalars,
): void {
  const names = Object.keys(slots);
  for (let i = 0; i < values.length; i++) {
    const entry: Record<string, number> = { param: values[i], grad: Math.fround(gradient[i]) };
    for (const slot of names) entry[slot] = slots[slot][i];
    const next = optimizer.update(float32Arith, entry as { param: number; grad: number }, scalars);
    values[i] = next.param;
    for (const slot of names) slots[slot][i] = next[slot];
  }
}

function variableEntry(name: string, variable: tf.Variable, optimizer: Optimizer): Entry {
  const start = (value: number) => tf.keep(tf.fill(variable.shape, value));
  let slots: Readonly<Record<string, tf.Tensor>> = Object.fromEntries(
    Object.entries(optimizer.slots).map(([slot, value]) => [slot, start(value)]),
  );
  const dispose = () => tf.dispose({ ...slots });
  return {
    name,
    check(gradient) {
      if (
        !(gradient instanceof tf.Tensor) ||
        !tf.util.arraysEqual(gradient.shape, variable.shape)
      ) {
        const got =
          gradient instanceof tf.Tensor ? `the shape ${showShape(gradient.shape)}` : show(gradient);
        throw new ShapeError(
          `attach: the gradient of "${name}" must be a tensor of shape ${showShape(variable.shape)}, got ${got}.`,
        );
      }
      return (scalars) => {
        const next = stepTensors(optimizer, { param: variable, grad: gradient, ...slots }, scalars);
        variable.assign(next.param);
        next.param.dispose();
        dispose();
        slots = next.slots;
      };
    },
    slots: () => slots,
    dispose,
  };
}

function requireParameters(parameters: Readonly<Record<string, unknown>>): void {
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter instanceof Float32Array || parameter instanceof tf.Variable) continue;
    throw new OptionError(
      `attach: parameter "${name}" must be a tf.Variable or a Float32Array, got ${show(parameter)}.`,
    );
  }
}

function requireSameNames(names: readonly string[], gradients: unknown): void {
  const given = typeof gradients === 'object' && gradients !== null ? Object.keys(gradients) : [];
  const missing = names.filter((name) => !given.includes(name));
  const extra = given.filter((name) => !names.includes(name));
  if (missing.length > 0 || extra.length > 0) {
    throw new OptionError(
      `attach: apply takes one gradient for each of ${names.map(show).join(', ')}, got ${given.map(show).join(', ') || 'none'}.`,
    );
  }
}
