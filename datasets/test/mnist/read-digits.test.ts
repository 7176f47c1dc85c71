import { gzipSync } from 'node:zlib';
import { DataError } from 'tsuno/core';
import type { FourOf } from '../../src/mnist/full-files.ts';
import { readDigits } from '../../src/mnist/read-digits.ts';
import { idx, mapFour, smallMnist } from './small-mnist.ts';

const { plain, gzipped } = smallMnist();

/** A text as a pattern of just itself. */
function literally(text: string): string {
  return text.replace(/[.[\]()?]/g, '\\$&');
}

function read(changes: Partial<FourOf<Uint8Array>> = {}) {
  return readDigits(mapFour({ ...plain, ...changes }, (bytes, key) => ({ name: key, bytes })));
}

describe('readDigits', () => {
  it('reads the images and the labels of both halves, gzipped or not', () => {
    for (const files of [plain, gzipped]) {
      const { train, test } = read(files);
      expect([...train.images]).toEqual([...plain.trainImages.subarray(16)]);
      expect([...train.labels]).toEqual([...plain.trainLabels.subarray(8)]);
      expect([...test.images]).toEqual([...plain.testImages.subarray(16)]);
      expect([...test.labels]).toEqual([...plain.testLabels.subarray(8)]);
    }
  });

  const refused: readonly [string, Partial<FourOf<Uint8Array>>, string | RegExp][] = [
    [
      'gzip that ends too early',
      { trainImages: gzipped.trainImages.subarray(0, 9000) },
      'mnist.load: trainImages is damaged gzip: unexpected end of file. Get the file again.',
    ],
    [
      'gzip with a flipped byte',
      { testImages: gzipped.testImages.map((byte, i) => (i === 4000 ? byte ^ 0xff : byte)) },
      /^mnist\.load: testImages is damaged gzip: .+ Get the file again\.$/,
    ],
    [
      'gzip of something else',
      { testLabels: gzipSync('<html>') },
      /^mnist\.load: testLabels: an IDX file starts with 0, 0/,
    ],
    [
      'a file that ends too early',
      { trainImages: plain.trainImages.subarray(0, -1) },
      /^mnist\.load: trainImages: the shape \[40, 28, 28\] takes 31360 values, but 31359 follow/,
    ],
    [
      'more labels than images',
      { trainLabels: idx([41], new Uint8Array(41)) },
      'mnist.load: trainImages holds 40 images, but trainLabels holds 41 labels. They do not belong together.',
    ],
    [
      'files of the two halves mixed up',
      { testImages: plain.trainImages },
      'mnist.load: testImages holds 40 images, but testLabels holds 10 labels. They do not belong together.',
    ],
    [
      'a label above 9',
      { testLabels: idx([10], [0, 1, 2, 9, 10, 5, 255, 7, 8, 9]) },
      'mnist.load: label 4 of testLabels is 10, but digits run from 0 to 9.',
    ],
    [
      'images of another size',
      { testImages: idx([10, 32, 32], new Uint8Array(10 * 1024)) },
      'mnist.load: testImages must hold images, [n, 28, 28], but its shape is [10, 32, 32].',
    ],
    [
      'labels in place of images',
      { trainImages: plain.trainLabels },
      'mnist.load: trainImages must hold images, [n, 28, 28], but its shape is [40].',
    ],
    [
      'images in place of labels',
      { trainLabels: plain.trainImages },
      'mnist.load: trainLabels must hold labels, [n], but its shape is [40, 28, 28].',
    ],
    [
      'no image',
      { trainImages: idx([0, 28, 28], []), trainLabels: idx([0], []) },
      'mnist.load: trainImages holds no image.',
    ],
  ];
  it.each(refused)('refuses %s', (_what, changes, message) => {
    expect(() => read(changes)).toThrow(DataError);
    expect(() => read(changes)).toThrow(
      typeof message === 'string' ? new RegExp(`^${literally(message)}$`) : message,
    );
  });
});
