import {
  type Activation,
  type Arith,
  declareOptions,
  defineElementwise,
  type Interval,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

/** The options of relu; the layer takes no negative numbers. */
/* @__NO_SIDE_EFFECTS__ */
export function reluOptions(range: Interval) {
  return {
    /** The slope below the threshold. */
    negativeSlope: option.number(range, 0),
    /** The largest output; none by default. */
    maxValue: option.orNull(option.number(range)),
    /** Where the function begins to rise. */
    threshold: option.number(range, 0),
  };
}

const declared = declareOptions('relu', reluOptions('(-∞, ∞)'));

export interface ReluOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The rectified linear unit, y = max(x, 0). In general y = x from the threshold on, at most maxValue, and
 * negativeSlope·(x − threshold) below it.
 *
 * As in Keras the derivative at the threshold itself is 0, or 1 when there is a negative slope.
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#relu-function
 * @example
 * import { activations, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'relu' });
 * layers.Dense({ units: 25, activation: activations.relu({ negativeSlope: 0.1 }) });
 */
export function relu(options: ReluOptions = {}): Activation {
  const described = declared.read(arguments);
  const { negativeSlope, maxValue, threshold } = described.config;
  const isPlain = negativeSlope === 0 && maxValue === null && threshold === 0;
  function forward<T>(k: Arith<T>, x: T): T {
    if (isPlain) return k.max(x, 0);
    const below = k.mul(k.sub(x, threshold), negativeSlope);
    const rising = k.whereGreater(threshold, x, below, x);
    return maxValue === null ? rising : k.min(rising, maxValue);
  }
  function backward<T>(k: Arith<T>, _y: T, dy: T, x: T): T {
    const below = k.mul(dy, negativeSlope);
    const rising =
      negativeSlope === 0
        ? k.whereGreater(x, threshold, dy, below)
        : k.whereGreater(threshold, x, below, dy);
    return maxValue === null ? rising : k.whereGreater(x, maxValue, k.mul(dy, 0), rising);
  }
  return defineElementwise({ ...described, forward, backward });
}
