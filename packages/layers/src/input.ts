import {
  defineLayer,
  OptionError,
  requireNamedOptions,
  requireShape,
  requireWhole,
  type Shape,
  ShapeError,
  sameShape,
  showShape,
} from '@tsuno/core';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';

export interface InputOptions extends LayerOptions {
  /** The shape of one example, without the batch size: `[784]`, `[28, 28]`. */
  readonly shape?: Shape;
  /** The same with the batch size in front (`null`: any), as Keras writes it in its files. */
  readonly batchShape?: readonly [number | null, ...number[]];
}

/**
 * Says what the model is fed with, so that its weights exist before it sees data. It comes first and changes nothing;
 * without it the model is built from the first data.
 *
 * @throws OptionError unless exactly one of shape and batchShape is given.
 * @see https://keras.io/api/layers/core_layers/input/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [784] }), layers.Dense({ units: 10 })]);
 * console.assert(model.countParams() === 7850);
 */
export function Input({ shape, batchShape, name, ...unknown }: InputOptions = {}) {
  requireNamedOptions('Input', arguments);
  if ((shape === undefined) === (batchShape === undefined)) {
    throw new OptionError(
      'Input: give exactly one of shape (such as [784]) and batchShape (such as [null, 784]).',
    );
  }
  if (batchShape !== undefined && batchShape[0] !== null) {
    requireWhole('Input', { 'batchShape[0]': batchShape[0] }, 1);
  }
  const inputShape = shape ?? batchShape?.slice(1);
  requireShape('Input', shape === undefined ? 'batchShape' : 'shape', inputShape);
  const config = { shape: Object.freeze([...inputShape]), name };
  checkLayerOptions('Input', config, unknown);
  return defineLayer({
    kind: 'Input',
    config,
    yields: 'input',
    inputShape: config.shape,
    plan(input, who) {
      if (!sameShape(input, config.shape)) {
        throw new ShapeError(
          `${who} takes examples of shape ${showShape(config.shape)}, got ${showShape(input)}.`,
        );
      }
      return { output: input, weights: [] };
    },
    lower: () => [],
    call: (x) => x,
  });
}
