import { OptionError, tf, UnsupportedError } from 'tsuno/core';
import { type MnistData, mnist } from '../src/index.ts';
import { temporaryFolder } from './mnist/temporary-folder.ts';

describe('mnist.load', () => {
  const folder = temporaryFolder();

  it('gives 8,000 and 2,000 digits, and no other tensor', async () => {
    const before = tf.memory().numTensors;
    const data: MnistData = await mnist.load({ full: false, cacheDir: folder() });
    expect(tf.memory().numTensors).toBe(before + 4);
    const { xTrain, yTrain, xTest, yTest } = data;
    expect([xTrain, yTrain, xTest, yTest].map(({ shape, dtype }) => [shape, dtype])).toEqual([
      [[8000, 784], 'float32'],
      [[8000], 'int32'],
      [[2000, 784], 'float32'],
      [[2000], 'int32'],
    ]);
    const levels = new Set(xTrain.dataSync());
    const expected = Array.from({ length: 256 }, (_, level) => Math.fround(level / 255));
    expect([...levels].toSorted((a, b) => a - b)).toEqual(expected);
    const counts = Array<number>(10).fill(0);
    for (const y of [yTrain, yTest]) for (const digit of y.dataSync()) counts[digit]++;
    expect(counts).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
    tf.dispose({ ...data });
  });

  it('gives images with images: true, the same pixels', async () => {
    const cacheDir = folder();
    const flat = await mnist.load({ full: false, cacheDir });
    const images: MnistData<tf.Tensor3D> = await mnist.load({
      full: false,
      images: true,
      cacheDir,
    });
    expect(images.xTest.shape).toEqual([2000, 28, 28]);
    expect(images.xTrain.shape).toEqual([8000, 28, 28]);
    const [a, b] = [flat, images].map(({ xTest }) => Buffer.from(xTest.dataSync().buffer));
    expect(a.equals(b)).toBe(true);
    tf.dispose([{ ...flat }, { ...images }]);
  });

  it('is the same data in every run', async () => {
    const sums: number[] = [];
    for (let run = 0; run < 2; run++) {
      const data = await mnist.load({ full: false, cacheDir: folder() });
      sums.push(Array.from(data.xTest.dataSync()).reduce((sum, x, i) => sum + x * (i % 1009), 0));
      tf.dispose({ ...data });
    }
    expect(sums[0]).toBe(sums[1]);
  });

  const refused: readonly [object, string][] = [
    [{ ful: true }, 'unknown option "ful". Did you mean "full"?'],
    [{ full: 1 }, 'full must be true or false, got 1.'],
    [{ images: 'yes' }, 'images must be true or false, got "yes".'],
    [{ verbose: 3 }, 'verbose must be one of 0, 1, 2, got 3.'],
    [{ dir: '' }, 'dir must be the path of a folder, got "".'],
    [{ cacheDir: 7 }, 'cacheDir must be the path of a folder, got 7.'],
    [
      { full: true, mirrors: 'http://a/' },
      'mirrors must be a list of http or https addresses, got "http://a/".',
    ],
    [{ full: true, mirrors: [] }, 'mirrors must be a list of http or https addresses, got [].'],
    [
      { full: true, mirrors: ['ftp://a/'] },
      'mirrors must be a list of http or https addresses, got ["ftp://a/"].',
    ],
    [{ signal: {} }, 'signal must be an AbortSignal, got {  }.'],
    [
      { dir: 'a', full: false },
      'dir names a folder with the set to load, and full: false asks for the installed digits. Leave one out.',
    ],
    [
      { mirrors: ['http://a/'] },
      'mirrors says where to download from, which only full: true without dir does.',
    ],
  ];
  it.each(refused)('refuses %j', async (options, message) => {
    await expect(mnist.load(options)).rejects.toThrow(OptionError);
    await expect(mnist.load(options)).rejects.toThrow(`mnist.load: ${message}`);
  });

  it('refuses what is no object of options', async () => {
    for (const wrong of ['full', true, null]) {
      await expect(mnist.load(wrong as unknown as object)).rejects.toThrow(
        /^mnist\.load: takes an object of options, as \{ full: true \}, got /,
      );
    }
  });

  it('stops with the reason of its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(mnist.load({ signal, cacheDir: folder() })).rejects.toBe(signal.reason);
  });

  it('says so where there is no Node', async () => {
    const { process } = globalThis;
    try {
      Reflect.deleteProperty(globalThis, 'process');
      await expect(mnist.load()).rejects.toThrow(UnsupportedError);
    } finally {
      globalThis.process = process;
    }
  });
});
