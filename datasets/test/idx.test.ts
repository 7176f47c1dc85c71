import fc from 'fast-check';
import { DataError, OptionError } from 'tsuno/core';
import { readIdx } from '../src/idx.ts';
import { idx } from './mnist/small-mnist.ts';

const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });
const files = shapes.chain((shape) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return fc.record({
    shape: fc.constant(shape),
    values: fc.uint8Array({ minLength: size, maxLength: size }),
  });
});

describe('readIdx', () => {
  it('reads the shape and the values of any whole file', () => {
    fc.assert(
      fc.property(files, ({ shape, values }) => {
        const read = readIdx(idx(shape, values));
        expect(read.shape).toEqual(shape);
        expect([...read.values]).toEqual([...values]);
      }),
      { seed: 1 },
    );
  });

  it('reads lengths as big-endian numbers without a sign', () => {
    expect(readIdx(idx([258, 1], new Uint8Array(258))).shape).toEqual([258, 1]);
    const huge = Uint8Array.of(0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff);
    expect(() => readIdx(huge)).toThrow('[4294967295] takes 4294967295 values, but 0 follow');
  });

  it('gives a view of the bytes, wherever they start in their buffer', () => {
    const file = idx([3], [5, 0, 4]);
    const shifted = new Uint8Array([9, 9, 9, ...file]).subarray(3);
    const { values } = readIdx(shifted);
    expect([...values]).toEqual([5, 0, 4]);
    expect(values.buffer).toBe(shifted.buffer);
  });

  it('refuses a file that ends anywhere before its end', () => {
    fc.assert(
      fc.property(files, ({ shape, values }) => {
        const file = idx(shape, values);
        for (let length = 0; length < file.length; length++) {
          expect(() => readIdx(file.subarray(0, length))).toThrow(DataError);
        }
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it('refuses bytes after the end', () => {
    fc.assert(
      fc.property(files, fc.uint8Array({ minLength: 1, maxLength: 9 }), (file, more) => {
        const longer = Uint8Array.of(...idx(file.shape, file.values), ...more);
        expect(() => readIdx(longer)).toThrow(/longer than it says; get it again/);
      }),
      { seed: 3 },
    );
  });

  const refused: readonly [string, Uint8Array, string][] = [
    [
      'a file of another kind',
      Uint8Array.of(60, 104, 116, 109, 108, 62),
      'readIdx: an IDX file starts with 0, 0, a type and a number of dimensions, but these 6 bytes start with [60, 104, 116, 109]. It is not an IDX file.',
    ],
    [
      'no bytes at all',
      new Uint8Array(0),
      'readIdx: an IDX file starts with 0, 0, a type and a number of dimensions, but these 0 bytes start with []. It is not an IDX file.',
    ],
    [
      'values of another type',
      Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 0),
      'readIdx: only unsigned bytes (type 8) are read, but the type is 13 (32-bit floats).',
    ],
    [
      'a type that is none',
      Uint8Array.of(0, 0, 7, 1, 0, 0, 0, 0),
      'readIdx: only unsigned bytes (type 8) are read, but the type is 7.',
    ],
    [
      'no dimension',
      Uint8Array.of(0, 0, 8, 0, 1),
      'readIdx: the number of dimensions must be at least 1, got 0.',
    ],
    [
      'a header that is cut short',
      Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1),
      'readIdx: the header of 3 dimensions takes 16 bytes, but the file ends after 8. It is truncated; get it again.',
    ],
    [
      'values that are cut short',
      Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0),
      'readIdx: the shape [3] takes 3 values, but 2 follow the header. The file is truncated; get it again.',
    ],
    [
      'a file that is still gzipped',
      Uint8Array.of(0x1f, 0x8b, 8, 0),
      "readIdx: these bytes are still compressed with gzip. Unpack them first, with gunzipSync of node:zlib or a DecompressionStream('gzip').",
    ],
  ];
  for (const [what, bytes, message] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => readIdx(bytes)).toThrow(new DataError(message));
      expect(() => readIdx(bytes)).toThrow(DataError);
    });
  }

  it('names the file where it is told', () => {
    expect(() => readIdx(new Uint8Array(0), 'labels.idx')).toThrow(/^labels\.idx: an IDX file/);
  });

  it('refuses what is not a Uint8Array', () => {
    const wrong = new ArrayBuffer(8) as unknown as Uint8Array;
    expect(() => readIdx(wrong)).toThrow(OptionError);
    expect(() => readIdx(wrong)).toThrow(
      'readIdx: bytes must be a Uint8Array, got a ArrayBuffer. Wrap an ArrayBuffer as new Uint8Array(buffer).',
    );
  });
});
