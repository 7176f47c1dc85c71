import {
  allSlots,
  arrayStore,
  float32Arith,
  isDescription,
  isPlainObject,
  type Optimizer,
  type OptimizerProgress,
  OptionError,
  plainObjectHint,
  ShapeError,
  StateError,
  show,
  showShape,
  startProgress,
  takeStep,
  tensorStore,
  withLearningRate,
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
  /** With `useEma`: sets the parameters to their average, as `fit` does at its end. Otherwise nothing happens. */
  finish(): void;
  /** Updates made so far. */
  readonly iterations: number;
  /** May be set at any time, to a number of at least 0, unless the optimizer has a schedule. */
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
 * @throws OptionError for something that is no optimizer or no parameter, for a mixture of both kinds of parameters, for
 * a negative learning rate, and in `apply` for a missing gradient.
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
  const names = Object.keys(parameters);
  const group = Object.values(parameters).every((parameter) => parameter instanceof Float32Array)
    ? arrayGroup(optimizer, parameters as Readonly<Record<string, Float32Array>>)
    : variableGroup(optimizer, parameters as Readonly<Record<string, tf.Variable>>);
  let progress = startProgress(optimizer);
  let isDisposed = false;
  return {
    apply(gradients) {
      if (isDisposed)
        throw new StateError('attach: the stepper has been disposed of. Attach again.');
      requireSameNames(names, gradients);
      progress = group.step(progress, gradients);
    },
    finish() {
      if (optimizer.handling.useEma && progress.calls > 0) group.finish();
    },
    get iterations() {
      return progress.iterations;
    },
    get learningRate() {
      return progress.learningRate;
    },
    set learningRate(learningRate) {
      progress = withLearningRate('attach', optimizer, progress, learningRate);
    },
    get slots() {
      return group.slots() as Stepper<P>['slots'];
    },
    dispose() {
      if (!isDisposed) group.dispose();
      isDisposed = true;
    },
  };
}

type Named<V> = Readonly<Record<string, V>>;

/** The parameters of a stepper: all arrays, or all variables. */
interface Group {
  /** One step, when all gradients fit. */
  step(progress: OptimizerProgress, gradients: Named<unknown>): OptimizerProgress;
  slots(): Named<Named<tf.Tensor | Float32Array>>;
  finish(): void;
  dispose(): void;
}

function arrayGroup(optimizer: Optimizer, parameters: Named<Float32Array>): Group {
  const cells = Object.entries(parameters).map(([path, values]) => ({
    path,
    values,
    slots: mapValues(allSlots(optimizer), (start) => new Float32Array(values.length).fill(start)),
  }));
  return {
    step(progress, gradients) {
      // All gradients are checked before the first parameter moves.
      const checked = cells.map(({ path, values }) => {
        const gradient = gradients[path] as ArrayLike<number> | null;
        if (gradient?.length !== values.length) {
          throw new ShapeError(
            `attach: the gradient of "${path}" must hold ${values.length} numbers, got ${show(gradient)}.`,
          );
        }
        return gradient;
      });
      return takeStep(optimizer, progress, arrayStore(float32Arith, optimizer, cells, checked));
    },
    slots: () => Object.fromEntries(cells.map(({ path, slots }) => [path, slots])),
    finish() {
      for (const { values, slots } of cells) values.set(slots.average);
    },
    dispose: () => {},
  };
}

function variableGroup(optimizer: Optimizer, parameters: Named<tf.Variable>): Group {
  const cells = Object.entries(parameters).map(([path, variable]) => ({
    path,
    variable,
    constraint: null,
    slots: mapValues(allSlots(optimizer), (start) => tf.keep(tf.fill(variable.shape, start))),
    param: () => variable,
    assign(value: tf.Tensor) {
      variable.assign(value);
      value.dispose();
    },
  }));
  return {
    step(progress, gradients) {
      const checked = cells.map(({ path, variable }) => {
        const gradient = gradients[path];
        const isTensor = gradient instanceof tf.Tensor;
        if (!isTensor || !tf.util.arraysEqual(gradient.shape, variable.shape)) {
          const got = isTensor ? `the shape ${showShape(gradient.shape)}` : show(gradient);
          throw new ShapeError(
            `attach: the gradient of "${path}" must be a tensor of shape ${showShape(variable.shape)}, got ${got}.`,
          );
        }
        return gradient;
      });
      let next = progress;
      tf.tidy(() => {
        next = takeStep(optimizer, progress, tensorStore(optimizer, cells, checked));
      });
      return next;
    },
    slots: () => Object.fromEntries(cells.map(({ path, slots }) => [path, { ...slots }])),
    finish() {
      for (const { variable, slots } of cells) variable.assign(slots.average);
    },
    dispose() {
      for (const { slots } of cells) tf.dispose(slots);
    },
  };
}

function mapValues<A, B>(record: Named<A>, f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}

function requireParameters(parameters: unknown): void {
  if (!isPlainObject(parameters)) {
    throw new OptionError(
      `attach: parameters must be an object, such as { w }, got ${show(parameters)}.${plainObjectHint(parameters)}`,
    );
  }
  const entries = Object.entries(parameters);
  for (const [name, parameter] of entries) {
    if (parameter instanceof Float32Array || parameter instanceof tf.Variable) continue;
    throw new OptionError(
      `attach: parameter "${name}" must be a tf.Variable or a Float32Array, got ${show(parameter)}.`,
    );
  }
  const arrays = entries.filter(([, parameter]) => parameter instanceof Float32Array);
  if (arrays.length > 0 && arrays.length < entries.length) {
    throw new OptionError(
      `attach: parameters must be all tf.Variables or all Float32Arrays, but ${arrays.map(([name]) => show(name)).join(', ')} of ${entries.length} are arrays.`,
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
