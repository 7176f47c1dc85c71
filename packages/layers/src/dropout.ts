import {
  defineLayer,
  OptionError,
  type RandomRule,
  requireInterval,
  requireNamedOptions,
  requireSeed,
  ShapeError,
  show,
  showBatchShape,
} from '@tsuno/core';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';
import { applyRandom } from './random-layer.ts';

export interface DropoutOptions extends LayerOptions {
  /** r: the share of inputs that is set to 0, in [0, 1]. */
  readonly rate: number;
  /**
   * The shape of the mask, with the batch in front: where it has a 1 (or null for the batch's own size) inputs along
   * that axis share their fate. Null for a mask of the inputs' shape.
   */
  readonly noiseShape?: readonly (number | null)[] | null;
  /** With it the masks depend on this seed and the step alone. */
  readonly seed?: number;
}

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
export function Dropout({ rate, noiseShape = null, seed, name, ...unknown }: DropoutOptions) {
  requireNamedOptions('Dropout', arguments);
  const config = { rate, noiseShape, seed, name };
  checkLayerOptions('Dropout', config, unknown);
  requireInterval('Dropout', { rate }, '[0, 1]');
  if (seed !== undefined) requireSeed('Dropout', seed);
  if (noiseShape !== null && !(Array.isArray(noiseShape) && noiseShape.every(isSize))) {
    throw new OptionError(
      `Dropout: noiseShape must be a list of sizes, with null for the batch, got ${show(noiseShape)}.`,
    );
  }
  const scale = 1 / (1 - rate);
  const rule: RandomRule = {
    forward: (k, x, u) => k.whereGreater(rate, u, 0, rate === 1 ? 0 : k.mul(x, scale)),
    backward: (k, dy, u) => k.whereGreater(rate, u, 0, rate === 1 ? 0 : k.mul(dy, scale)),
  };
  return defineLayer({
    kind: 'Dropout',
    config,
    yields: 'input',
    plan(input, who) {
      const fits = (size: number | null, axis: number) =>
        size === null || size === 1 || (axis > 0 && size === input[axis - 1]);
      if (
        noiseShape !== null &&
        !(noiseShape.length === input.length + 1 && noiseShape.every(fits))
      ) {
        throw new ShapeError(
          `${who} has the noiseShape ${show(noiseShape)}, which does not fit its input ${showBatchShape(input)}: each size must be that of the input, 1, or null.`,
        );
      }
      return { output: input, weights: [] };
    },
    lower() {
      if (rate === 0) return [];
      return noiseShape === null ? [{ op: 'random', rule, seed: seed ?? null }] : null;
    },
    call(x, _weights, mode) {
      if (rate === 0) return x;
      const shape = noiseShape?.map((size, axis) => size ?? x.shape[axis]);
      return applyRandom(rule, x, mode, seed, shape);
    },
  });
}

const isSize = (size: unknown) => size === null || (Number.isInteger(size) && (size as number) > 0);
