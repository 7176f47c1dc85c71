import {
  defineLayer,
  type Layer,
  type OptionsOf,
  option,
  ShapeError,
  type Shown,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareLayer } from './layer-options.ts';

const SIZE = option.kind<number>({
  takes: 'a whole number of at least 1, or -1',
  plural: 'sizes, of which one may be -1',
  read: (given) =>
    Number.isSafeInteger(given) && (given === -1 || Number(given) > 0) ? Number(given) : undefined,
});
const SIZES = option.filled(option.list(SIZE));

const declared = declareLayer('Reshape', {
  /** The shape of one example then; one of its sizes may be −1, which is worked out. */
  targetShape: {
    ...SIZES,
    read(given: unknown, who: string, name: string) {
      const sizes = SIZES.read(given, who, name);
      return sizes?.indexOf(-1) === sizes?.lastIndexOf(-1) ? sizes : undefined;
    },
  },
});

export interface ReshapeOptions extends OptionsOf<typeof declared>, Shown {}

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
export function Reshape(options: ReshapeOptions): Layer {
  const described = declared.read(arguments);
  const { targetShape } = described.config;
  const shapeFor = (size: number) => {
    const known = sizeOf(targetShape.filter((length) => length !== -1));
    return targetShape.map((length) => (length === -1 ? size / known : length));
  };
  return defineLayer({
    ...described,
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
