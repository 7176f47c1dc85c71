import {
  defineLayer,
  type Layer,
  OptionError,
  type OptionsOf,
  option,
  requireShape,
  type Shape,
  ShapeError,
  type Shown,
  sameShape,
  showShape,
} from '@tsuno/core';
import { declareLayer } from './layer-options.ts';

const SHAPE = option.kind<Shape>({
  takes: 'a list of whole numbers of at least 1, without the batch size, such as [784]',
  read(given, who, name) {
    requireShape(who, name, given);
    return Object.freeze([...given]);
  },
});

const BATCH_SHAPE = option.kind<readonly [number | null, ...number[]]>({
  takes:
    'a list of whole numbers of at least 1, with the batch size or null in front, such as [null, 784]',
  read(given) {
    if (!Array.isArray(given) || given.length === 0) return undefined;
    const isSize = (size: unknown) => Number.isSafeInteger(size) && (size as number) > 0;
    const wrong = given.findIndex((size, axis) => !isSize(size) && (axis > 0 || size !== null));
    return wrong < 0 ? [given[0], ...given.slice(1)] : undefined;
  },
});

const declared = declareLayer('Input', {
  /** The shape of one example, without the batch size: `[784]`, `[28, 28]`. */
  shape: option.optional(SHAPE),
  /** The same with the batch size in front (`null`: any), as Keras writes it in its files. */
  batchShape: option.optional(BATCH_SHAPE),
});

export interface InputOptions extends OptionsOf<typeof declared>, Shown {}

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
export function Input(options: InputOptions): Layer {
  const { config, ...described } = declared.read(arguments);
  if ((config.shape === undefined) === (config.batchShape === undefined)) {
    throw new OptionError(
      'Input: give exactly one of shape (such as [784]) and batchShape (such as [null, 784]).',
    );
  }
  const shape = config.shape ?? Object.freeze(config.batchShape?.slice(1) as number[]);
  return defineLayer({
    ...described,
    config: { ...config, shape, batchShape: undefined },
    yields: 'input',
    inputShape: shape,
    plan(input, who) {
      if (!sameShape(input, shape)) {
        throw new ShapeError(
          `${who} takes examples of shape ${showShape(shape)}, got ${showShape(input)}.`,
        );
      }
      return { output: input, weights: [] };
    },
    lower: () => [],
    call: (x) => x,
  });
}
