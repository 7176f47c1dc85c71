import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, OptionError, tf } from '@tsuno/core';
import fc from 'fast-check';
import { golden } from '../../../testing/src/index.ts';
import { readNpy, readNpz, toNpy, writeNpy, writeNpz } from '../../src/index.ts';

interface Golden {
  readonly files: readonly {
    readonly name: string;
    readonly file: string;
    readonly shape: number[];
    readonly dtype: string;
    readonly values: (number | string)[];
  }[];
  readonly archives: readonly { readonly name: string; readonly file: string }[];
  readonly written: readonly {
    readonly dtype: string;
    readonly shape: number[];
    readonly file: string;
  }[];
  readonly refused: readonly {
    readonly name: string;
    readonly file: string;
    readonly message: string;
  }[];
}

const { files, archives, written, refused } = golden<Golden>('numpy.json');
const bytesOf = (file: string) => new Uint8Array(Buffer.from(file, 'base64'));
const folder = mkdtempSync(join(tmpdir(), 'tsuno-npy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NAMED: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

describe('readNpy', () => {
  it.each(files)('reads what NumPy has saved: $name', async ({ file, shape, dtype, values }) => {
    const read = await readNpy(bytesOf(file));
    expect([read.shape, read.dtype]).toEqual([shape, dtype]);
    const expected = values.map((value) => (typeof value === 'string' ? NAMED[value] : value));
    // Those of doubles are float32: each is rounded once.
    expect(Array.from(read.dataSync())).toEqual(
      dtype === 'float32' ? expected.map(Math.fround) : expected,
    );
  });

  it.each(refused)('refuses $name', async ({ file, message }) => {
    await expect(readNpy(bytesOf(file))).rejects.toThrow(DataError);
    await expect(readNpy(bytesOf(file))).rejects.toThrow(message);
  });

  it('says what to do with an archive, and with what is none of it', async () => {
    await expect(readNpy(bytesOf(archives[0].file))).rejects.toThrow('Read it with readNpz.');
    await expect(readNpz(bytesOf(files[0].file))).rejects.toThrow('Read it with readNpy.');
    await expect(readNpy(Uint8Array.of(1, 2, 3))).rejects.toThrow('is not a NumPy file');
    await expect(readNpy('none.npy')).rejects.toThrow(DataError);
    await expect(readNpy(bytesOf(files[0].file), { maxBytes: 3 })).rejects.toThrow('maxBytes');
    await expect(readNpy(5 as never)).rejects.toThrow(OptionError);
  });

  it('reads or refuses whatever has become of a file, and never more', async () => {
    const whole = bytesOf(files.find(({ name }) => name === '<f4')?.file ?? '');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(whole.length),
        async (changes, length) => {
          const bytes = whole.slice(0, length || undefined);
          for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
          const read = await readNpy(bytes).catch((error) => error);
          if (!(read instanceof tf.Tensor)) expect(read).toBeInstanceOf(DataError);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('readNpz', () => {
  it.each(archives)('reads an archive of NumPy’s: $name', async ({ file }) => {
    const { x, y, zeros } = await readNpz(bytesOf(file));
    expect([x.arraySync(), y.arraySync(), y.dtype]).toEqual([
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      [1, 0],
      'int32',
    ]);
    expect([zeros.shape, zeros.dataSync().every((value) => value === 0)]).toEqual([
      [100, 100],
      true,
    ]);
  });

  it('refuses a damaged one', async () => {
    const bytes = bytesOf(archives[0].file);
    await expect(readNpz(bytes.subarray(0, 200))).rejects.toThrow(DataError);
    bytes[150] ^= 1;
    await expect(readNpz(bytes)).rejects.toThrow(DataError);
  });
});

describe('toNpy', () => {
  const kinds = {
    '<f4': Float32Array,
    '<f8': Float64Array,
    '|i1': Int8Array,
    '<i2': Int16Array,
    '<i4': Int32Array,
    '|u1': Uint8Array,
    '<u2': Uint16Array,
    '<u4': Uint32Array,
  };

  it.each(written.filter(({ shape }) => shape.length === 1))(
    'writes $dtype as np.save does, to the byte',
    ({ dtype, file }) => {
      const values = kinds[dtype as keyof typeof kinds].of(0, 1, 2, 100, 7);
      expect(toNpy(values)).toEqual(bytesOf(file));
    },
  );

  it.each(written.filter(({ shape }) => shape.length !== 1))(
    'writes tensors of $dtype and shape $shape as np.save does, to the byte',
    ({ dtype, shape, file }) => {
      const kind = dtype === '|b1' ? 'bool' : dtype === '<i4' ? 'int32' : 'float32';
      const x = tf.tensor(shape.length === 0 ? [3] : [0, 1, 1, 1, 0, 0], shape, kind);
      expect(toNpy(x)).toEqual(bytesOf(file));
    },
  );

  it('writes lists as float32', async () => {
    const read = await readNpy(
      toNpy([
        [0.5, 1],
        [2, 3],
      ]),
    );
    expect([read.dtype, read.arraySync()]).toEqual([
      'float32',
      [
        [0.5, 1],
        [2, 3],
      ],
    ]);
    expect(() => toNpy('a' as never)).toThrow(OptionError);
    expect(() => toNpy(BigInt64Array.of(1n) as never)).toThrow(
      /got BigInt64Array\(1\)\. Make numbers of its bigints: Int32Array\.from\(x, Number\), or [^.]*\.from\(x, Number\) for large ones\.$/,
    );
  });
});

describe('writeNpy and writeNpz', () => {
  it('give back what was written (any arrays)', async () => {
    const path = join(folder, 'any.npz');
    await fc.assert(
      fc.asyncProperty(
        fc.float32Array({ noNaN: true, maxLength: 50 }),
        fc.int32Array({ maxLength: 50 }),
        fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)),
        async (floats, whole, shape) => {
          const size = shape.reduce((a, b) => a * b, 1);
          const tensor = tf.tensor(
            Float32Array.from({ length: size }, (_, i) => i / 8),
            shape,
          );
          await writeNpz(path, { floats, whole, tensor });
          const read = await readNpz(path);
          expect(read.floats.dataSync()).toEqual(floats);
          expect(read.whole.dataSync()).toEqual(whole);
          expect([read.tensor.shape, read.tensor.dataSync()]).toEqual([shape, tensor.dataSync()]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keep what is there when they are told to, and say what they take', async () => {
    const path = join(folder, 'kept.npy');
    await writeNpy(path, [1]);
    const before = readFileSync(path);
    await expect(writeNpy(path, [2], { overwrite: false })).rejects.toThrow(OptionError);
    expect(readFileSync(path)).toEqual(before);
    await expect(writeNpz(path, [1] as never)).rejects.toThrow('an object such as { x, y }');
    await expect(writeNpy('https://a.b/c', [1])).rejects.toThrow('data/digits.npz');
  });
});
