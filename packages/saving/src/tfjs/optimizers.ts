import type { Config } from '@tsuno/core';

/** An optimizer that both have, with the same rule. */
interface SharedOptimizer {
  /** TensorFlow.js's class. */
  readonly className: string;
  /** Why TensorFlow.js cannot go on with these options; null when it can. */
  readonly differs: (config: Config) => string | null;
  /** Our options as its own, and the other way. */
  readonly write: (config: Config) => Config;
  readonly read: (config: Config) => Config;
  /** Its accumulators in the order of its files: our slot, its name, and what ours is multiplied with to be its own. */
  readonly slots: readonly {
    readonly slot: string;
    readonly name: string;
    readonly factor?: (config: Config) => number;
  }[];
  /** Whether TensorFlow.js writes and reads the accumulators. */
  readonly isKept: boolean;
}

/** The ε under Adagrad's root, which TensorFlow.js does not let anyone choose. */
const ADAGRAD_EPSILON = 1e-7;

const always = () => null;

/**
 * The optimizers of TensorFlow.js whose steps are ours. Not among them is Adadelta, which divides by the average that the
 * step has not been added to yet.
 */
export const SHARED: Readonly<Record<string, SharedOptimizer>> = {
  SGD: {
    className: 'SGD',
    differs: always,
    write: ({ learningRate }) => ({ learningRate }),
    read: ({ learningRate }) => ({ learningRate }),
    slots: [],
    isKept: true,
  },
  /** SGD with momentum is a class of its own there; its accumulators lack the factor −α. */
  Momentum: {
    className: 'Momentum',
    differs: ({ learningRate }) => (learningRate === 0 ? 'has no momentum at the rate 0' : null),
    write: ({ learningRate, momentum, nesterov }) => ({
      learningRate,
      momentum,
      useNesterov: nesterov,
    }),
    read: ({ learningRate, momentum, useNesterov }) => ({
      learningRate,
      momentum,
      nesterov: useNesterov,
    }),
    slots: [
      {
        slot: 'momentum',
        name: 'momentum',
        factor: ({ learningRate }) => -1 / (learningRate as number),
      },
    ],
    isKept: true,
  },
  Adam: {
    className: 'Adam',
    differs: ({ amsgrad }) => (amsgrad ? 'has no amsgrad' : null),
    write: ({ learningRate, beta1, beta2, epsilon }) => ({ learningRate, beta1, beta2, epsilon }),
    // Its ε stands beside the corrected root, as PyTorch's does: Keras's is beside the uncorrected one.
    read: (config) => ({ ...config, variant: 'pytorch' }),
    slots: [
      { slot: 'm', name: 'm' },
      { slot: 'v', name: 'v' },
    ],
    isKept: true,
  },
  Adamax: {
    className: 'Adamax',
    differs: always,
    write: ({ learningRate, beta1, beta2, epsilon }) => ({
      learningRate,
      beta1,
      beta2,
      epsilon,
      decay: 0,
    }),
    read: (config) => config,
    slots: [],
    isKept: false,
  },
  RMSprop: {
    className: 'RMSProp',
    // There ε is subtracted when the variance is centered.
    differs: ({ centered }) => (centered ? 'centers RMSprop in another way' : null),
    write: ({ learningRate, rho, momentum, epsilon }) => ({
      learningRate,
      decay: rho,
      momentum,
      epsilon,
      centered: false,
    }),
    read: ({ decay, ...config }) => ({ ...config, rho: decay }),
    slots: [
      { slot: 'velocity', name: 'rms' },
      { slot: 'momentum', name: 'momentum' },
    ],
    isKept: true,
  },
  Adagrad: {
    className: 'Adagrad',
    differs: ({ epsilon }) =>
      epsilon === ADAGRAD_EPSILON ? null : `has Adagrad with the epsilon ${ADAGRAD_EPSILON} alone`,
    write: ({ learningRate, initialAccumulatorValue }) => ({
      learningRate,
      initialAccumulatorValue,
    }),
    read: (config) => ({ ...config, epsilon: ADAGRAD_EPSILON }),
    slots: [{ slot: 'accumulator', name: 'accumulator' }],
    isKept: true,
  },
};

/** Our optimizer in the table. */
export function sharedOptimizer(kind: string, config: Config): SharedOptimizer | undefined {
  const key = kind === 'SGD' && config.momentum !== 0 ? 'Momentum' : kind;
  return Object.hasOwn(SHARED, key) ? SHARED[key] : undefined;
}
