import { homedir, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { type ProgressOutput, standardOutput } from 'tsuno/core';
import * as tf from 'tsuno/tf';
import { cacheFolders, cacheIn, type Place } from './cache.ts';
import { type DigitSet, PIXELS, SIDE } from './digit-set.ts';
import type { Patience } from './download.ts';
import { downloadProgress } from './download-progress.ts';
import { folderFiles } from './folder-files.ts';
import { type FourOf, FULL_FILES, MIRRORS, type RemoteFile } from './full-files.ts';
import { fullFiles } from './full-set.ts';
import { installedDigits, splitDigits } from './installed-digits.ts';
import type { MnistData, MnistOptions } from './mnist-data.ts';
import { type Halves, readDigits } from './read-digits.ts';

/** What loading depends on beside its options. Not exported by the package: tests put their own in. */
export interface Surroundings extends Place {
  readonly files: FourOf<RemoteFile>;
  readonly patience: Patience;
  readonly output: ProgressOutput;
}

/** `mnist.load`, with its options already checked. */
export async function loadMnist(
  options: MnistOptions,
  surroundings: Surroundings = surroundingsHere(),
): Promise<MnistData<tf.Tensor2D | tf.Tensor3D>> {
  const { images = false, signal } = options;
  signal?.throwIfAborted();
  const { train, test } = await findDigits(options, surroundings);
  signal?.throwIfAborted();
  return {
    xTrain: xTensor(train, images),
    yTrain: yTensor(train),
    xTest: xTensor(test, images),
    yTest: yTensor(test),
  };
}

async function findDigits(options: MnistOptions, surroundings: Surroundings): Promise<Halves> {
  const { full, dir, cacheDir, mirrors, verbose = 1, signal } = options;
  const { env, cwd, files, patience, output } = surroundings;
  if (dir !== undefined) {
    return readDigits(await folderFiles(resolve(cwd, dir), 'dir', signal));
  }
  if (env.TSUNO_MNIST_DIR && full !== false && mirrors === undefined) {
    const folder = resolve(cwd, env.TSUNO_MNIST_DIR);
    return readDigits(await folderFiles(folder, 'TSUNO_MNIST_DIR', signal));
  }
  const cache = cacheIn(cacheFolders(cacheDir, surroundings));
  if (full !== true) return splitDigits(await installedDigits(cache, signal));
  return readDigits(
    await fullFiles({
      files,
      mirrors: mirrors ?? MIRRORS,
      cache,
      patience,
      signal,
      progress: (total) => downloadProgress(total, verbose, output),
    }),
  );
}

/** Each grey level as float32: v / 255, rounded once. */
const SHARES = Float32Array.from({ length: 256 }, (_, level) => level / 255);

function xTensor({ images, labels }: DigitSet, asImages: boolean): tf.Tensor2D | tf.Tensor3D {
  const x = new Float32Array(images.length);
  for (let i = 0; i < x.length; i++) x[i] = SHARES[images[i]];
  return asImages
    ? tf.tensor3d(x, [labels.length, SIDE, SIDE])
    : tf.tensor2d(x, [labels.length, PIXELS]);
}

function yTensor({ labels }: DigitSet): tf.Tensor1D {
  return tf.tensor1d(Int32Array.from(labels), 'int32');
}

function surroundingsHere(): Surroundings {
  return {
    env: process.env,
    cwd: process.cwd(),
    home: homeFolder(),
    platform: process.platform,
    files: FULL_FILES,
    patience: { stallSeconds: 30, pauseSeconds: 1 },
    output: standardOutput(),
  };
}

/** A user without an entry in the system's list, as in some containers, has none. */
function homeFolder(): string {
  try {
    return homedir() || tmpdir();
  } catch {
    return tmpdir();
  }
}
