import { DataError } from '../../../core/src/index.ts';
import { layers, Sequential } from '../../../tsuno/src/index.ts';
import { withChecksumLine } from '../../src/hdf5/checksum-line.ts';
import { hasWholeHeaps } from '../../src/hdf5/whole-heaps.ts';
import { type LoadedHdf5, loadHdf5 } from '../../src/library/h5wasm.ts';
import { files } from '../memory-places.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

const NAME = 'a.weights.h5';

function model(): Sequential {
  const made = new Sequential([layers.Dense({ units: 2, name: 'd' })], { seed: 1 });
  made.build([null, 3]);
  return made;
}

type File = InstanceType<LoadedHdf5['hdf5']['File']>;

/** A file of which `make` writes what stands at `layers/dense/vars`. */
async function fileWith(make: (file: File, loaded: LoadedHdf5) => void): Promise<Uint8Array> {
  const loaded = await loadHdf5();
  const { hdf5, module } = loaded;
  const file = new hdf5.File('/made.h5', 'w', { libver: ['earliest', 'latest'] });
  for (const path of ['/layers', '/layers/dense', '/layers/dense/vars']) {
    module.create_group(file.file_id, path);
  }
  make(file, loaded);
  file.close();
  const bytes = module.FS.readFile('/made.h5');
  module.FS.unlink('/made.h5');
  return bytes;
}

const vars = (file: File) => file.get('/layers/dense/vars') as ReturnType<File['create_group']>;
const kernel = { name: '0', data: new Float32Array(6), shape: [3, 2] };
const bias = { name: '1', data: new Float32Array(2), shape: [2] };

const loading = async (bytes: Uint8Array, options = {}) => {
  files.set(NAME, bytes);
  await model().loadWeights(NAME, options);
};

const harmless = () =>
  fileWith((file) => {
    vars(file).create_dataset(kernel);
    vars(file).create_dataset(bias);
  });

describe('A hostile .weights.h5', () => {
  it('is one that would be read without what follows', async () => {
    await loading(await harmless());
  });

  it('may hold weights in 64 bits and whole numbers', async () => {
    const bytes = await fileWith((file) => {
      vars(file).create_dataset({ ...kernel, data: Float64Array.of(1, 2, 3, 4, 5, 0.5) });
      vars(file).create_dataset({ ...bias, data: BigInt64Array.of(7n, -8n) });
    });
    files.set(NAME, bytes);
    const opened = model();
    await opened.loadWeights(NAME);
    expect(opened.weights.map(({ values }) => [...values])).toEqual([
      [1, 2, 3, 4, 5, 0.5],
      [7, -8],
    ]);
  });

  it.each<[string, (file: File, loaded: LoadedHdf5) => void, RegExp]>([
    [
      'a link within the file',
      (file) => {
        file.create_dataset({ ...kernel, name: 'elsewhere' });
        vars(file).create_soft_link('/elsewhere', '0');
      },
      /layers\/dense\/vars\/0 is a link to another place/,
    ],
    [
      'a link on the way',
      (file) => {
        file.create_group('other').create_dataset(kernel);
        (file.get('/layers') as ReturnType<typeof vars>).create_soft_link('/other', 'dense_1');
      },
      /layers\/dense_1 is a link to another place/,
    ],
    [
      'a link to another file',
      (file) => vars(file).create_external_link('/dev/stdin', '/x', '0'),
      /is a link to another place/,
    ],
    [
      'chunks',
      (file) => vars(file).create_dataset({ ...kernel, chunks: [1, 2] }),
      /is kept in chunks/,
    ],
    [
      'compression',
      (file) => vars(file).create_dataset({ ...kernel, chunks: [3, 2], compression: 9 }),
      /is kept in chunks/,
    ],
    ['texts', (file) => vars(file).create_dataset({ name: '0', data: ['a', 'b'] }), /no numbers/],
    [
      'NaN',
      (file) => {
        vars(file).create_dataset({ ...kernel, data: new Float32Array(6).fill(Number.NaN) });
        vars(file).create_dataset(bias);
      },
      /holds NaN at d\/kernel\[0\]/,
    ],
    ['a group for a weight', (file) => vars(file).create_group('0'), /holds 0/],
    [
      'a group that contains itself',
      (file, { module }) => {
        module.create_hard_link(file.file_id, '/', '/layers/dense/vars/0');
      },
      /holds 0/,
    ],
  ])('is refused with %s', async (_what, make, words) => {
    const loaded = loading(await fileWith(make));
    await expect(loaded).rejects.toThrow(DataError);
    await expect(loaded).rejects.toThrow(words);
  });

  it('is refused for a shape that is larger than the file, before memory is taken', async () => {
    const bytes = await fileWith((file) => {
      const growing = { ...kernel, chunks: [3, 2], maxshape: [null, 2] };
      vars(file)
        .create_dataset(growing)
        .resize([2 ** 33, 2]);
    });
    const { module } = await loadHdf5();
    const taken = jest.spyOn(module, '_malloc');
    await expect(loading(bytes)).rejects.toThrow(/for which a file of \d+ bytes is too small/);
    expect(taken).not.toHaveBeenCalled();
    taken.mockRestore();
  });

  it('does not lead the library in circles where its texts are damaged', async () => {
    await model().saveWeights(NAME);
    const whole = files.get(NAME) as Uint8Array;
    const bytes = whole.slice(0, whole.length - 21);
    expect(hasWholeHeaps(bytes)).toBe(true);
    const heap = Buffer.from(bytes).indexOf('GCOL');
    // The first text is as long as leads back to itself in 32 bits.
    new DataView(bytes.buffer).setBigUint64(heap + 24, 2n ** 32n - 16n, true);
    expect(hasWholeHeaps(bytes)).toBe(false);
    await loading(withChecksumLine(bytes));
    const byName = loading(withChecksumLine(bytes), { byName: true });
    await expect(byName).rejects.toThrow(/its texts are/);
  });

  it('that breaks the library leaves it whole for the next', async () => {
    const { module } = await loadHdf5();
    const whole = await harmless();
    const { get_dataset_data: read } = module;
    // Into memory that there is not: the library traps while it holds the dataset.
    const outside = jest.spyOn(module, 'get_dataset_data').mockImplementation((...given) => {
      const [file, path, count, offset, strides] = given;
      return read.call(module, file, path, count, offset, strides, 0xfffffff0n);
    });
    for (let times = 0; times < 200; times++) {
      await expect(loading(whole)).rejects.toThrow(/is damaged: memory access out of bounds/);
    }
    outside.mockRestore();
    await loading(whole);
  });

  it.each([0, 1, 8, 100, 2000])('is refused when it ends after %i bytes', async (length) => {
    const bytes = await fileWith((file) => vars(file).create_dataset(kernel));
    await expect(loading(bytes.slice(0, length))).rejects.toThrow(/is no HDF5 file, or a cut one/);
  });

  it('has at most maxLayers layers', async () => {
    const bytes = await fileWith((file, { module }) => {
      for (let layer = 0; layer < 20; layer++) {
        module.create_group(file.file_id, `/layers/x${layer}`);
      }
    });
    await expect(loading(bytes, { maxLayers: 10 })).rejects.toThrow(
      /has 21 layers. More than 10 are read with the option maxLayers/,
    );
  });
});
