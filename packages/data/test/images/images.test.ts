import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataError, OptionError, tf, UnsupportedError } from '@tsuno/core';
import fc from 'fast-check';
import { expectClose, golden } from '../../../testing/src/index.ts';
import {
  type ImageDatasetOptions,
  imageDatasetFromDirectory,
  imageToTensor,
} from '../../src/index.ts';

interface Golden {
  readonly height: number;
  readonly width: number;
  readonly rgba: number[];
  readonly files: readonly { name: string; file: string; rgb: number[]; tolerance: number }[];
  readonly resized: readonly { size: [number, number]; values: number[] }[];
  readonly grey: number[];
}

const { height, width, rgba, files, resized, grey } = golden<Golden>('images.json');
const bytesOf = (file: string) => new Uint8Array(Buffer.from(file, 'base64'));
const pixels = { width, height, data: Uint8ClampedArray.from(rgba) };

/** Weights and sums in float32, of numbers up to 255. */
const FLOAT32 = { absolute: 1e-4 };

describe('imageToTensor', () => {
  it.each(files)('reads a $name', async ({ file, rgb, tolerance }) => {
    const picture = await imageToTensor(bytesOf(file));
    expect(picture.shape).toEqual([height, width, 3]);
    expectClose(picture.dataSync(), rgb, { absolute: tolerance });
  });

  it('takes ImageData, in colours, with alpha and in grey', async () => {
    const colors = await imageToTensor(pixels);
    expect(Array.from(colors.dataSync())).toEqual(rgba.filter((_, at) => at % 4 < 3));
    const all = await imageToTensor(pixels, { colorMode: 'rgba' });
    expect(Array.from(all.dataSync())).toEqual(rgba);
    const shades = await imageToTensor(pixels, { colorMode: 'grayscale' });
    expect(shades.shape).toEqual([height, width, 1]);
    expectClose(shades.dataSync(), grey, FLOAT32);
  });

  it.each(resized)('resizes to $size as TensorFlow does', async ({ size, values }) => {
    const picture = await imageToTensor(pixels, { imageSize: size });
    expect(picture.shape).toEqual([...size, 3]);
    expectClose(picture.dataSync(), values, FLOAT32);
  });

  it('takes what a browser draws by its canvas', async () => {
    class ImageBitmap {
      readonly width = width;
      readonly height = height;
      get [Symbol.toStringTag]() {
        return 'ImageBitmap';
      }
    }
    const drawn: unknown[] = [];
    class OffscreenCanvas {
      getContext = () => ({
        drawImage: (...given: unknown[]) => drawn.push(given),
        getImageData: () => pixels,
      });
    }
    Object.assign(globalThis, { OffscreenCanvas });
    try {
      const bitmap = new ImageBitmap();
      const picture = await imageToTensor(bitmap as never, { colorMode: 'rgba' });
      expect(Array.from(picture.dataSync())).toEqual(rgba);
      expect(drawn).toEqual([[bitmap, 0, 0]]);
    } finally {
      Reflect.deleteProperty(globalThis, 'OffscreenCanvas');
    }
  });

  it('reads or refuses whatever has become of a file, and never more', async () => {
    const wholes = files.map(({ file }) => bytesOf(file));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...wholes),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (whole, changes) => {
          const bytes = whole.slice();
          // Not in the first bytes, which tell the kind, nor in the sizes.
          for (const [at, byte] of changes) bytes[33 + (at % (bytes.length - 33))] = byte;
          const read = await imageToTensor(bytes).catch((error) => error);
          if (!(read instanceof tf.Tensor)) expect(read).toBeInstanceOf(DataError);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses other formats, pixels that are none, and pictures too large to unpack', async () => {
    const gif = new TextEncoder().encode('GIF89a…');
    await expect(imageToTensor(gif)).rejects.toThrow(UnsupportedError);
    await expect(imageToTensor({ ...pixels, width: 3 })).rejects.toThrow(
      'pixels are RGBA, four numbers each',
    );
    await expect(imageToTensor(5 as never)).rejects.toThrow(OptionError);
    await expect(imageToTensor(pixels, { imageSize: [0, 5] })).rejects.toThrow(
      'imageSize must be [height, width]',
    );
    const vast = bytesOf(files[0].file);
    vast.set([0x7f, 0xff, 0xff, 0xff], 16);
    await expect(imageToTensor(vast)).rejects.toThrow('more than 100000000');
  });
});

describe('imageDatasetFromDirectory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsuno-images-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const put = (path: string, content: Uint8Array | string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (let i = 0; i < 6; i++) put(`dogs/${i}.PNG`, bytesOf(files[0].file));
  for (let i = 0; i < 3; i++) put(`cats/deep/${i}.jpg`, bytesOf(files[7].file));
  put('cats/tom.png', bytesOf(files[2].file));
  put('notes.png', bytesOf(files[0].file));
  put('dogs/notes.txt', 'no picture');
  put('.hidden/x.png', 'no picture');
  const small: ImageDatasetOptions = { imageSize: [4, 5] };

  it('gives pictures, the numbers of their folders, and what they are called', async () => {
    const {
      x,
      y,
      classNames,
      files: names,
    } = await imageDatasetFromDirectory(folder, {
      ...small,
      shuffle: false,
    });
    expect([x.shape, y.dtype, classNames]).toEqual([[10, 4, 5, 3], 'int32', ['cats', 'dogs']]);
    expect(names.slice(0, 5)).toEqual([
      'cats/deep/0.jpg',
      'cats/deep/1.jpg',
      'cats/deep/2.jpg',
      'cats/tom.png',
      'dogs/0.PNG',
    ]);
    expect(Array.from(y.dataSync())).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    const tom = await imageToTensor(join(folder, 'cats/tom.png'), { imageSize: [4, 5] });
    expect(x.arraySync()[3]).toEqual(tom.arraySync());
  });

  it('mixes and splits by a seed, so that the two parts are all pictures', async () => {
    const read = (subset: 'training' | 'validation', seed: number) =>
      imageDatasetFromDirectory(folder, { ...small, validationSplit: 0.3, subset, seed });
    const [train, test] = [await read('training', 1), await read('validation', 1)];
    expect([train.x.shape[0], test.x.shape[0]]).toEqual([7, 3]);
    expect(new Set([...train.files, ...test.files]).size).toBe(10);
    expect((await read('training', 1)).files).toEqual(train.files);
    expect((await read('training', 2)).files).not.toEqual(train.files);
    train.files.forEach((name, at) => {
      expect(train.classNames[train.y.dataSync()[at]]).toBe(name.split('/')[0]);
    });
  });

  it('reads chosen folders in their order, in grey', async () => {
    const options = { ...small, classNames: ['dogs', 'cats'], colorMode: 'grayscale' } as const;
    const { x, y, classNames } = await imageDatasetFromDirectory(folder, options);
    expect([x.shape, classNames]).toEqual([
      [10, 4, 5, 1],
      ['dogs', 'cats'],
    ]);
    expect(Array.from(y.dataSync()).filter((label) => label === 0)).toHaveLength(6);
  });

  it('counts every folder as a class, so that no number depends on what is in another', async () => {
    const top = mkdtempSync(join(tmpdir(), 'tsuno-classes-'));
    try {
      for (const name of ['cats', 'dogs', 'foxes', '.git']) mkdirSync(join(top, name));
      writeFileSync(join(top, 'dogs', 'rex.png'), bytesOf(files[0].file));
      writeFileSync(join(top, 'foxes', 'fix.png'), bytesOf(files[0].file));
      const wanted = ['cats', 'dogs', 'foxes'];
      for (const options of [{}, { classNames: wanted }]) {
        const read = await imageDatasetFromDirectory(top, { ...small, ...options, shuffle: false });
        expect([read.classNames, Array.from(read.y.dataSync())]).toEqual([wanted, [1, 2]]);
      }
      await expect(imageDatasetFromDirectory(top, { classNames: ['cats'] })).rejects.toThrow(
        `there are no pictures in the folders cats of ${JSON.stringify(top)}.`,
      );
      await expect(imageDatasetFromDirectory(join(top, 'dogs'))).rejects.toThrow(
        `${JSON.stringify(join(top, 'dogs', 'cats', 'tom.png'))} would be of class "cats".`,
      );
    } finally {
      rmSync(top, { recursive: true });
    }
  });

  it('takes the Files of a page', async () => {
    const file = (path: string) =>
      Object.assign(new File([bytesOf(files[0].file)], 'a.png'), { webkitRelativePath: path });
    const chosen = [
      file('top/b/a.png'),
      file('top/a/a.png'),
      file('top/a.png'),
      file('top/.x/a.png'),
    ];
    const { x, classNames } = await imageDatasetFromDirectory(chosen, small);
    expect([x.shape[0], classNames]).toEqual([2, ['a', 'b']]);
  });

  it.each<[object, string]>([
    [{ classNames: ['cat'] }, 'classNames has "cat", but there is no folder of that name in "'],
    [{ classNames: ['cat'] }, 'Did you mean "cats"? There are cats, dogs.'],
    [{ validationSplit: 0.2 }, 'validationSplit and subset belong together'],
    [{ validationSplit: 0.2, subset: 'training' }, 'give a seed, the same for both subsets'],
    [{ validationSplit: 0.05, subset: 'validation', seed: 1 }, 'leave none for validation'],
    [{ imageSize: 32 }, 'imageSize must be [height, width]'],
    [{ imageSize: [30_000, 30_000] }, 'Make them smaller by imageSize.'],
    [{ batchSize: 3 }, 'unknown option "batchSize"'],
  ])('refuses %j', async (options, message) => {
    await expect(imageDatasetFromDirectory(folder, options)).rejects.toThrow(OptionError);
    await expect(imageDatasetFromDirectory(folder, options)).rejects.toThrow(message);
  });

  it('refuses what is no folder, and one without pictures, and names a picture that is damaged', async () => {
    const read = (path: string) => imageDatasetFromDirectory(path, small);
    await expect(read(join(folder, 'none'))).rejects.toThrow(DataError);
    await expect(read(join(folder, 'notes.png'))).rejects.toThrow('is not a folder');
    await expect(read(join(folder, 'dogs'))).rejects.toThrow('They are looked for one folder down');
    await expect(imageDatasetFromDirectory(5 as never)).rejects.toThrow(OptionError);
    put('birds/bad.png', bytesOf(files[0].file).subarray(0, 60));
    await expect(read(folder)).rejects.toThrow(
      '"birds/bad.png" is a picture that cannot be decoded',
    );
  });
});
