import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lcg } from '../../../testing/src/index.ts';
import { layers, Sequential, TsunoError } from '../../../tsuno/src/index.ts';
import { files } from '../memory-places.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

/** Made by the reference implementation: packages/testing/goldens/make_safetensors_goldens.py. */
const GOLDENS: Record<
  string,
  {
    readonly file: string;
    readonly tensors: Record<
      string,
      { readonly shape: readonly number[]; readonly values: readonly number[] }
    >;
  }
> = JSON.parse(readFileSync(join(__dirname, '../../../testing/goldens/safetensors.json'), 'utf8'));

const golden = (name: string) => Uint8Array.from(Buffer.from(GOLDENS[name].file, 'base64'));

const { Dense } = layers;

/** Layers whose weights the golden `model` holds, in the same order or another. */
function goldenModel(): Sequential {
  const model = new Sequential([
    Dense({ name: 'dense', units: 3 }),
    Dense({ name: 'äußere', units: 2 }),
    layers.BatchNormalization({ name: '\u{1f9e0}', center: false }),
    layers.BatchNormalization({ name: '\uffe6', center: false }),
  ]);
  model.build([2]);
  return model;
}

function small(...names: readonly string[]): Sequential {
  const model = new Sequential(
    names.map((name) => Dense({ name, units: 2, biasInitializer: 'he_normal' })),
  );
  model.build([2]);
  return model;
}

const numbers = (model: Sequential) => model.weights.map(({ values }) => [...values]);

const readHeader = (file: Uint8Array) => {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const text = new TextDecoder().decode(file.subarray(8, 8 + length));
  return { text, data: file.subarray(8 + length), json: JSON.parse(text) };
};

/** A file with this header, and `size` bytes after it. */
function fileOf(header: unknown, size: number): Uint8Array {
  const isText = typeof header === 'string' || Buffer.isBuffer(header);
  const text = Buffer.from(isText ? header : JSON.stringify(header));
  const file = Buffer.alloc(8 + text.length + size);
  file.writeBigUInt64LE(BigInt(text.length));
  text.copy(file, 8);
  return Uint8Array.from(file);
}

async function saved(model: Sequential): Promise<Uint8Array> {
  await model.saveWeights('x.safetensors');
  return files.get('x.safetensors') as Uint8Array;
}

describe('safetensors', () => {
  it('are written as the reference implementation writes them, but for the metadata', async () => {
    const model = new Sequential([
      Dense({ name: 'dense', units: 3 }),
      Dense({ name: 'äußere', units: 2 }),
      layers.PReLU({ name: '\u{1f9e0}', alphaInitializer: 'ones' }),
      layers.PReLU({ name: '\uffe6' }),
    ]);
    model.build([2]);
    const { tensors } = GOLDENS.model;
    const named = (path: string) => tensors[path.replace('alpha', 'gamma')].values;
    model.setWeights(model.weights.map(({ path }) => Float32Array.from(named(path))));
    const ours = readHeader(await saved(model));
    const theirs = readHeader(golden('model'));
    const entries = ours.text.trimEnd().replaceAll('alpha', 'gamma');
    expect(entries.replace(/"__metadata__":\{.*?\},/, '')).toBe(theirs.text.trimEnd());
    expect(ours.text.length % 8 === 0 || Buffer.byteLength(ours.text) % 8 === 0).toBe(true);
    expect(Buffer.compare(ours.data, theirs.data)).toBe(0);
  });

  it('open with the weights that they were saved with, in a model whose layers have other names', async () => {
    const model = small('b', 'a', 'c');
    const bytes = await saved(model);
    expect(await saved(model)).toEqual(bytes);
    for (const names of [
      ['b', 'a', 'c'],
      ['x', 'y', 'z'],
    ]) {
      const other = small(...names);
      await other.loadWeights(bytes);
      expect(numbers(other)).toEqual(numbers(model));
    }
  });

  it('go by their names where nothing tells the order', async () => {
    const model = goldenModel();
    const { tensors } = GOLDENS.model;
    const { json, data } = readHeader(golden('model'));
    // Moving averages are weights of the model too, which the golden has not.
    await expect(model.loadWeights(golden('model'))).rejects.toThrow(
      /its weights are gamma\[2\], moving_mean\[2\], moving_variance\[2\], those of the file gamma\[2\]/,
    );
    expect(json).not.toHaveProperty('__metadata__');
    expect(data.length).toBe(4 * 21);
    const dense = new Sequential([
      Dense({ name: 'dense', units: 3 }),
      Dense({ name: 'äußere', units: 2 }),
    ]);
    dense.build([2]);
    await expect(dense.loadWeights(golden('model'))).rejects.toThrow(/holds 4 \(.*äußere/);
    await dense.loadWeights(golden('model'), { byName: true });
    for (const { path, shape, values } of dense.weights) {
      expect([[...shape], [...values]]).toEqual([tensors[path].shape, tensors[path].values]);
    }
    const other = small('dense', 'other');
    await expect(other.loadWeights(golden('model'), { byName: true })).rejects.toThrow(
      /layer "dense": its weights are kernel\[2, 2\], bias\[2\], those of the file/,
    );
    const unnamed = new Sequential([Dense({ name: 'q', units: 3 })]);
    unnamed.build([2]);
    const onlyDense = fileOf(
      { 'dense/bias': entry(0, 12, 3), 'dense/kernel': entry(12, 36, 2, 3) },
      36,
    );
    await expect(unnamed.loadWeights(onlyDense)).rejects.toThrow(
      /layer "q": .* has no such layer; it has dense\./,
    );
  });

  it.each(['float64', 'float16', 'bfloat16'])('are read from %s too', async (name) => {
    const { shape, values } = GOLDENS[name].tensors['dense/kernel'];
    const model = new Sequential([Dense({ units: shape[1], useBias: false, name: 'dense' })]);
    model.build([shape[0]]);
    await model.loadWeights(golden(name));
    expect(numbers(model)[0]).toEqual(values);
  });

  it.each([
    ['a number too large for 32 bits', 'F64', [1e300]],
    ['NaN', 'F64', [Number.NaN]],
    ['infinity', 'F64', [Number.NEGATIVE_INFINITY]],
  ])('with %s are refused', async (_, dtype, values) => {
    const model = new Sequential([Dense({ units: 1, useBias: false, name: 'd' })]);
    model.build([1]);
    const file = fileOf({ 'd/kernel': { ...entry(0, 8, 1, 1), dtype } }, 8);
    new DataView(file.buffer).setFloat64(file.length - 8, values[0], true);
    await expect(model.loadWeights(file)).rejects.toThrow(
      /holds (NaN|-?Infinity) at d\/kernel\[0\], but weights are finite/,
    );
  });

  const entry = (start: number, end: number, ...shape: number[]) => ({
    dtype: 'F32',
    shape,
    data_offsets: [start, end],
  });

  it.each<[string, unknown, number, RegExp]>([
    ['a hole', { a: entry(0, 4, 1), b: entry(8, 12, 1) }, 12, /"b" has the bytes 8 to 12/],
    ['a hole at the start', { a: entry(4, 8, 1) }, 8, /expected to begin at 0/],
    ['an overlap', { a: entry(0, 8, 2), b: entry(4, 8, 1) }, 8, /expected to begin at 8/],
    ['the same bytes twice', { a: entry(0, 4, 1), b: entry(0, 4, 1) }, 4, /begin at 4/],
    ['bytes beyond the file', { a: entry(0, 8, 2) }, 4, /0 to 8 of 4/],
    ['bytes after the end', { a: entry(0, 4, 1) }, 8, /there are 4 bytes/],
    ['another size than its shape', { a: entry(0, 4, 2) }, 4, /4 bytes, but F32 of \[2\] takes 8/],
    ['a shape beyond numbers', { a: entry(0, 4, 2 ** 40, 2 ** 40) }, 4, /takes/],
    ['a negative size', { a: entry(0, 4, -1, -1) }, 4, /has the shape \[-1, -1\]/],
    ['half a size', { a: entry(0, 4, 0.5, 2) }, 4, /has the shape/],
    ['offsets backwards', { a: entry(4, 0, 1) }, 4, /-4 bytes/],
    ['three offsets', { a: { ...entry(0, 4, 1), data_offsets: [0, 4, 4] } }, 4, /data_offsets/],
    ['no offsets', { a: { dtype: 'F32', shape: [1] } }, 4, /data_offsets undefined/],
    ['integers', { a: { ...entry(0, 4, 1), dtype: 'I32' } }, 4, /dtype "I32"; those of weights/],
    ['no dtype', { a: { shape: [1], data_offsets: [0, 4] } }, 4, /dtype undefined/],
    ['a list as a tensor', { a: [0] }, 4, /is \[0\], not what describes one/],
    ['a number as metadata', { __metadata__: { a: 1 } }, 0, /__metadata__/],
    ['a list as metadata', { __metadata__: [] }, 0, /__metadata__/],
    ['a list as header', '[]', 0, /does not begin with \{/],
    ['a space before the header', ' {}', 0, /does not begin with \{/],
    ['a key twice', '{"a":{},"\\u0061":{}}', 0, /the key "a" stands twice/],
    ['a key in an entry twice', '{"a":{"dtype":"F32","dtype":"F16"}}', 0, /"dtype" stands twice/],
    ['half a header', '{"a":', 0, /is no JSON/],
    ['no UTF-8', Buffer.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), 0, /is no JSON/],
    ['lists in lists', `{"a":${'['.repeat(1e5)}`, 0, /nested 200-fold/],
    [
      'a wrong order',
      { __metadata__: { order: '["b"]' }, a: entry(0, 4, 1) },
      4,
      /its order names/,
    ],
    ['an order that is none', { __metadata__: { order: '7' }, a: entry(0, 4, 1) }, 4, /its order/],
    ['a wrong checksum', { __metadata__: { crc32: '00000000' }, a: entry(0, 4, 1) }, 4, /checksum/],
  ])('with %s are refused', async (_, header, size, message) => {
    const given = small('dense');
    const before = numbers(given);
    files.set('x.safetensors', fileOf(header, size));
    const error: Error = await given.loadWeights('x.safetensors').catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TsunoError);
    expect(error.message).toMatch(message);
    expect(numbers(given)).toEqual(before);
  });

  it('with a name of ten megabytes are refused in a line', async () => {
    const name = 'x'.repeat(1e7);
    for (const header of [{ [name]: entry(0, 8, 1) }, { [name]: entry(0, 4, 1) }]) {
      const error: Error = await small('d')
        .loadWeights(fileOf(header, 4))
        .catch((thrown) => thrown);
      expect(error).toBeInstanceOf(TsunoError);
      expect(error.message.length).toBeLessThan(500);
    }
  });

  it('with more layers than the budget are refused', async () => {
    const header = Object.fromEntries([...'abc'].map((name) => [`${name}/k`, entry(0, 0, 0)]));
    await expect(small('d').loadWeights(fileOf(header, 0), { maxLayers: 2 })).rejects.toThrow(
      /more than 2 layers/,
    );
  });

  it('may have layers named like parts of objects', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const model = small(...names);
    const bytes = await saved(model);
    const other = small(...names);
    await other.loadWeights(bytes);
    await other.loadWeights(bytes, { byName: true });
    expect(numbers(other)).toEqual(numbers(model));
    expect(Object.hasOwn(Object.prototype, 'kernel')).toBe(false);
  });

  it('cut or flipped anywhere are refused, or the same', async () => {
    const model = small('a', 'b');
    const bytes = await saved(model);
    const random = lcg(5, bytes.length);
    const refused = { cut: 0, flipped: 0, same: 0 };
    const attempt = async (damaged: Uint8Array, how: 'cut' | 'flipped') => {
      files.set('damaged.safetensors', damaged);
      const other = small('a', 'b');
      try {
        await other.loadWeights('damaged.safetensors');
        expect(numbers(other)).toEqual(numbers(model));
        refused.same++;
      } catch (error) {
        expect(error).toBeInstanceOf(TsunoError);
        refused[how]++;
      }
    };
    for (let at = 0; at < bytes.length; at++) {
      await attempt(bytes.slice(0, at), 'cut');
      const flipped = bytes.slice();
      flipped[at] ^= 1 << Math.floor(random[at] * 8);
      await attempt(flipped, 'flipped');
    }
    expect(refused.cut).toBe(bytes.length);
    expect(refused.flipped).toBeGreaterThan(bytes.length * 0.8);
  });
});
