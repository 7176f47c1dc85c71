import {
  defineLayer,
  OptionError,
  requireNamedOptions,
  ShapeError,
  show,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';

export interface ReshapeOptions extends LayerOptions {
  /** The shape of one example then; one of its sizes may be −1, which is worked out. */
  readonly targetShape: readonly number[];
}

/**
 * The same numbers in another shape: [784] → [28, 28].
 *
 * @throws OptionError for a shape with more than one −1; ShapeError when the numbers do not fit.
 * @see https://keras.io/api/layers/reshaping_layers/reshape/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [12] }), layers.Reshape({ targetShape: [3, -1] })]);
 * console.assert(String(model.outputShape) === ',3,4');
 */
export function Reshape({ targetShape, name, ...unknown }: ReshapeOptions) {
  requireNamedOptions('Reshape', arguments);
  if (
    !Array.isArray(targetShape) ||
    targetShape.length === 0 ||
    !targetShape.every((size) => size === -1 || (Number.isInteger(size) && size > 0)) ||
    targetShape.filter((size) => size === -1).length > 1
  ) {
    throw new OptionError(
      `Reshape: targetShape must be a list of sizes, of which one may be -1, got ${show(targetShape)}.`,
    );
  }
  const config = { targetShape: Object.freeze([...targetShape]), name };
  checkLayerOptions('Reshape', config, unknown);
  const shapeFor = (size: number) => {
    const known = sizeOf(targetShape.filter((length) => length !== -1));
    return targetShape.map((length) => (length === -1 ? size / known : length));
  };
  return defineLayer({
    kind: 'Reshape',
    config,
    yields: 'input',
    plan(input, who) {
      const output = shapeFor(sizeOf(input));
      if (sizeOf(output) !== sizeOf(input) || !output.every(Number.isInteger)) {
        throw new ShapeError(
          `${who} cannot make ${showShape(targetShape)} of ${showShape(input)}: ${sizeOf(input)} numbers do not fit.`,
        );
      }
      return { output, weights: [] };
    },
    lower: () => [{ op: 'reshape' }],
    call: (x) => tf.reshape(x, [x.shape[0], ...shapeFor(x.size / x.shape[0])]),
  });
}
