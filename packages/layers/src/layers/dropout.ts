import {
  type Layer,
  type OptionsOf,
  option,
  type RandomRule,
  ShapeError,
  type Shown,
  show,
  showBatchShape,
} from '@tsuno/core';
import { declareLayer } from './layer-options.ts';
import { randomLayer } from './random-layer.ts';

const SIZE = {
  ...option.orNull(option.whole('[1, ∞)')),
  plural: 'sizes, with null for the batch',
};

const declared = declareLayer('Dropout', {
  /** r: the share of inputs that is set to 0, in [0, 1]. */
  rate: option.number('[0, 1]'),
  /**
   * The shape of the mask, with the batch in front: where it has a 1 (or null for the batch's own size) inputs along
   * that axis share their fate. Null for a mask of the inputs' shape.
   */
  noiseShape: option.orNull(option.list(SIZE)),
  /** With it the masks depend on this seed and the step alone. */
  seed: option.seed(),
});

export interface DropoutOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Sets a random share r of its inputs to 0 while training, and scales the others by 1/(1 − r), so that their sum stays
 * what it was on average. The mask differs from step to step, with a `seed` too. Nothing happens in `evaluate` and
 * `predict`.
 *
 * Source: N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting" (2014).
 *
 * @throws OptionError for a rate outside [0, 1].
 * @see https://keras.io/api/layers/regularization_layers/dropout/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dropout({ rate: 0.2 });
 */
export function Dropout(options: DropoutOptions): Layer {
  const described = declared.read(arguments);
  const { rate, noiseShape, seed } = described.config;
  const scale = 1 / (1 - rate);
  const rule: RandomRule = {
    forward: (k, x, u) => k.whereGreater(rate, u, 0, rate === 1 ? 0 : k.mul(x, scale)),
    backward: (k, dy, u) => k.whereGreater(rate, u, 0, rate === 1 ? 0 : k.mul(dy, scale)),
  };
  if (noiseShape === null) return randomLayer(described, rule, { seed, isRandom: rate > 0 });
  return randomLayer(described, rule, {
    seed,
    isRandom: rate > 0,
    noiseFor: (batch) => noiseShape.map((size, axis) => size ?? batch[axis]),
    plan(input, who) {
      const fits = (size: number | null, axis: number) =>
        size === null || size === 1 || (axis > 0 && size === input[axis - 1]);
      if (noiseShape.length === input.length + 1 && noiseShape.every(fits)) {
        return { output: input, weights: [] };
      }
      throw new ShapeError(
        `${who} has the noiseShape ${show(noiseShape)}, which does not fit its input ${showBatchShape(input)}: each size must be that of the input, 1, or null.`,
      );
    },
  });
}
