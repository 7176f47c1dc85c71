import { declareOptions, option } from '@tsuno/core';
import { COLOR_MODES, INTERPOLATIONS } from './pixels.ts';

type Size = readonly [height: number, width: number];

const size = {
  takes: '[height, width], two whole numbers of at least 1',
  read: (given: unknown): Size | undefined =>
    Array.isArray(given) &&
    given.length === 2 &&
    given.every((length) => Number.isSafeInteger(length) && length >= 1 && length <= 2 ** 15)
      ? [given[0], given[1]]
      : undefined,
};

const COLORS = {
  /** Three numbers for each pixel, four (with the alpha channel), or one. */
  colorMode: option.oneOf(COLOR_MODES, 'rgb'),
  /** How sizes are changed. */
  interpolation: option.oneOf(INTERPOLATIONS, 'bilinear'),
};

export const declaredImage = declareOptions('imageToTensor', {
  ...COLORS,
  /** Height and width to bring it to; its own when it is left out. */
  imageSize: option.orNull(option.kind<Size>(size)),
});

export const declaredDirectory = declareOptions('imageDatasetFromDirectory', {
  ...COLORS,
  /** Height and width that all pictures are brought to. */
  imageSize: option.kind<Size, Size, [Size]>(size, [256, 256]),
  /** The folders to read, in the order of their class numbers; all of them, sorted, when it is left out. */
  classNames: option.optional(option.filled(option.list(option.text()))),
  /** Whether the pictures are mixed; otherwise they come class by class, sorted by name. */
  shuffle: option.boolean(true),
  /** The same seed mixes and splits in the same way. */
  seed: option.seed(),
  /** The share that is held back for validation, of which `subset` then says which part to read. */
  validationSplit: option.optional(option.number('(0, 1)')),
  /** Which part to read. */
  subset: option.optional(option.oneOf(['training', 'validation'])),
});
