import { DataError, show } from 'tsuno/core';
import type { Idx } from '../idx.ts';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/** Digits as they are stored: a byte for each pixel, one for each label. */
export interface DigitSet {
  /** labels.length × 784 grey levels. */
  readonly images: Uint8Array;
  /** 0 to 9. */
  readonly labels: Uint8Array;
}

/** An IDX file and what errors call it. */
export interface NamedIdx extends Idx {
  readonly name: string;
}

/**
 * Joins a file of images with the file of their labels.
 *
 * @throws DataError where they are not images of 28 × 28, not one label for each, or a label is above 9.
 */
export function joinDigits(images: NamedIdx, labels: NamedIdx): DigitSet {
  const [count, ...size] = images.shape;
  if (images.shape.length !== 3 || size[0] !== SIDE || size[1] !== SIDE) {
    throw new DataError(
      `mnist.load: ${images.name} must hold images, [n, ${SIDE}, ${SIDE}], but its shape is ${show(images.shape)}.`,
    );
  }
  if (labels.shape.length !== 1) {
    throw new DataError(
      `mnist.load: ${labels.name} must hold labels, [n], but its shape is ${show(labels.shape)}.`,
    );
  }
  if (count === 0) throw new DataError(`mnist.load: ${images.name} holds no image.`);
  if (labels.shape[0] !== count) {
    throw new DataError(
      `mnist.load: ${images.name} holds ${count} images, but ${labels.name} holds ${labels.shape[0]} labels. ` +
        'They do not belong together.',
    );
  }
  const wrong = labels.values.findIndex((label) => label > 9);
  if (wrong >= 0) {
    throw new DataError(
      `mnist.load: label ${wrong} of ${labels.name} is ${labels.values[wrong]}, but digits run from 0 to 9.`,
    );
  }
  return { images: images.values, labels: labels.values };
}
