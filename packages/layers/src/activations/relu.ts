import {
  type Arith,
  defineElementwise,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface ReluOptions {
  /** The slope below the threshold. */
  readonly negativeSlope?: number;
  /** The largest output; none by default. */
  readonly maxValue?: number | null;
  /** Where the function begins to rise. */
  readonly threshold?: number;
}

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
export function relu({
  negativeSlope = 0,
  maxValue = null,
  threshold = 0,
  ...unknown
}: ReluOptions = {}) {
  requireNamedOptions('relu', arguments);
  const config = { negativeSlope, maxValue, threshold };
  requireInterval('relu', { negativeSlope, threshold }, '(-∞, ∞)');
  if (maxValue !== null) requireInterval('relu', { maxValue }, '(-∞, ∞)');
  refuseUnknownOptions('relu', unknown, Object.keys(config));

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
  return defineElementwise({ kind: 'relu', config, forward, backward });
}
