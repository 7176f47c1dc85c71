import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type ProgressOutput, seededRng } from 'tsuno/core';
import { type FourOf, FULL_FILES, type RemoteFile } from '../../src/mnist/full-files.ts';
import type { Surroundings } from '../../src/mnist/load-mnist.ts';

/** The bytes of an IDX file. */
export function idx(shape: readonly number[], values: ArrayLike<number>): Uint8Array {
  const header = new Uint8Array(4 + 4 * shape.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x0800 + shape.length);
  shape.forEach((length, axis) => {
    view.setUint32(4 + 4 * axis, length);
  });
  return Uint8Array.from([...header, ...Array.from(values)]);
}

/** A set in the form of MNIST: 40 and 10 images of noise, so that gzip cannot shrink them to nothing. */
export function smallMnist(): {
  readonly plain: FourOf<Uint8Array>;
  readonly gzipped: FourOf<Uint8Array>;
  readonly remote: FourOf<RemoteFile>;
} {
  const rng = seededRng(1);
  const bytes = (count: number, below: number) =>
    Array.from({ length: count }, () => Math.floor(below * rng.uniform()));
  const plain = {
    trainImages: idx([40, 28, 28], bytes(40 * 784, 256)),
    trainLabels: idx([40], bytes(40, 10)),
    testImages: idx([10, 28, 28], bytes(10 * 784, 256)),
    testLabels: idx([10], bytes(10, 10)),
  };
  const gzipped = mapFour(plain, (file) => new Uint8Array(gzipSync(file)));
  const remote = mapFour(gzipped, (file, key) => ({
    name: FULL_FILES[key].name,
    size: file.length,
    sum: createHash('sha256').update(file).digest('hex'),
  }));
  return { plain, gzipped, remote };
}

export function mapFour<T, U>(
  four: FourOf<T>,
  change: (value: T, key: keyof FourOf<T>) => U,
): FourOf<U> {
  return {
    trainImages: change(four.trainImages, 'trainImages'),
    trainLabels: change(four.trainLabels, 'trainLabels'),
    testImages: change(four.testImages, 'testImages'),
    testLabels: change(four.testLabels, 'testLabels'),
  };
}

/** Surroundings without the real environment, home, network files or standard output. */
export function surroundings(
  changes: Partial<Surroundings> = {},
): Surroundings & { readonly printed: string[] } {
  const printed: string[] = [];
  return {
    env: {},
    cwd: '/nowhere',
    home: '/nowhere',
    platform: 'linux',
    files: smallMnist().remote,
    patience: { stallSeconds: 5, pauseSeconds: 0.001 },
    output: outputInto(printed),
    ...changes,
    printed,
  };
}

export function outputInto(printed: string[], isTerminal = false): ProgressOutput {
  return { isTerminal, columns: 80, write: (text) => void printed.push(text) };
}
