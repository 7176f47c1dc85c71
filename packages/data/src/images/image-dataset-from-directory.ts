import {
  counted,
  OptionError,
  type OptionsOf,
  randomSeed,
  requireOptions,
  seededRng,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { openData } from '@tsuno/saving/files';
import { decodeImage } from './decode-image.ts';
import { classesOf, imagesIn } from './image-folder.ts';
import { declaredDirectory } from './image-options.ts';
import { tensorOf } from './pixels.ts';

export type ImageDatasetOptions = OptionsOf<typeof declaredDirectory>;

/** Pictures as `fit` takes them. */
export interface ImageDataset {
  /** [pictures, height, width, channels], float32 from 0 to 255. */
  readonly x: tf.Tensor4D;
  /** [pictures], int32: the numbers of their classes. */
  readonly y: tf.Tensor1D;
  /** The folders' names, by these numbers. */
  readonly classNames: readonly string[];
  /** Where each picture is in the folder: `cats/tom.png`. */
  readonly files: readonly string[];
}

/** 2 GB of float32. */
const MOST_NUMBERS = 2 ** 29;

/**
 * Reads a folder of pictures, in which each folder is a class, one without pictures too: `animals/cats/tom.png`,
 * `animals/dogs/rex.jpg`. All are brought to one size and kept in memory.
 *
 * @param directory a path under Node, or the Files of an `<input type="file" webkitdirectory>`.
 * @throws DataError where there are no pictures, or damaged ones; OptionError for more than fit into memory.
 * @see https://keras.io/api/data_loading/image/#image_dataset_from_directory-function
 * @example
 * import { data } from 'tsuno';
 *
 * const options = { imageSize: [32, 32], colorMode: 'grayscale', validationSplit: 0.2, seed: 1 } as const;
 * const read = () => data.imageDatasetFromDirectory('animals', { ...options, subset: 'training' });
 * await read().catch((error) => console.assert(/there is no such file/.test(error.message)));
 */
export async function imageDatasetFromDirectory(
  directory: string | URL | FileList | readonly File[],
  options: ImageDatasetOptions = {},
): Promise<ImageDataset> {
  const who = 'imageDatasetFromDirectory';
  requireOptions(who, options, '{ imageSize: [32, 32] }');
  const { config } = declaredDirectory.read([options]);
  const { classNames: wanted, shuffle, seed, validationSplit, subset } = config;
  if ((validationSplit === undefined) !== (subset === undefined)) {
    throw new OptionError(
      `${who}: validationSplit and subset belong together: { validationSplit: 0.2, subset: 'training', seed: 1 }.`,
    );
  }
  if (subset !== undefined && shuffle && seed === undefined) {
    throw new OptionError(
      `${who}: give a seed, the same for both subsets: without it pictures would be in both, or in none.`,
    );
  }
  const folder = await imagesIn(who, directory);
  const classNames = classesOf(who, folder, wanted);
  const images = classNames.flatMap((name) => folder.images.filter(({ label }) => label === name));
  const order = shuffle
    ? seededRng(seed ?? randomSeed())
        .fork(who)
        .permutation(images.length)
    : Uint32Array.from(images, (_, at) => at);
  const held = Math.floor((validationSplit ?? 0) * images.length);
  const kept =
    subset === 'validation'
      ? order.slice(order.length - held)
      : order.slice(0, order.length - held);
  const chosen = Array.from(kept, (at) => images[at]);
  if (chosen.length === 0) {
    throw new OptionError(
      `${who}: ${counted(images.length, 'picture')} leave none for ${subset} when ${validationSplit} of them are held back.`,
    );
  }
  const [height, width] = config.imageSize;
  const channels = { rgb: 3, rgba: 4, grayscale: 1 }[config.colorMode];
  const each = height * width * channels;
  if (chosen.length * each > MOST_NUMBERS) {
    throw new OptionError(
      `${who}: ${counted(chosen.length, 'picture')} of ${height} × ${width} take ${((chosen.length * each * 4) / 1e9).toFixed(1)} GB. Make them smaller by imageSize.`,
    );
  }
  const values = new Float32Array(chosen.length * each);
  for (const [at, { path, source }] of chosen.entries()) {
    const place = await openData(who, source);
    const bytes = await place.bytes(2 ** 30);
    const picture = tensorOf(await decodeImage(who, JSON.stringify(path), bytes), config);
    values.set(picture.dataSync<'float32'>(), at * each);
    picture.dispose();
  }
  return Object.freeze({
    x: tf.tensor4d(values, [chosen.length, height, width, channels]),
    y: tf.tensor1d(
      Int32Array.from(chosen, ({ label }) => classNames.indexOf(label)),
      'int32',
    ),
    classNames,
    files: Object.freeze(chosen.map(({ path }) => path)),
  });
}
