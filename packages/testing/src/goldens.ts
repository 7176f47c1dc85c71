import { lcg } from './lcg.ts';
import { golden } from './read-golden.ts';

export { golden };

/** A tensor of a golden file, whole: each number is a multiple of `unit`, in 16 bits. */
export interface PackedTensor {
  readonly shape: readonly number[];
  readonly unit: number;
  /** Base64. */
  readonly values: string;
}

export function unpacked({ unit, values }: PackedTensor): readonly number[] {
  const bytes = bytesOf(values);
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 2 }, (_, i) => unit * view.getInt16(2 * i, true));
}

/** In a page as under Node. */
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));

/** Numbers in [low, high), the same as in `make_goldens.py`. */
export function uniform(seed: number, count: number, low: number, high: number): Float32Array {
  return Float32Array.from(lcg(seed, count), (u) => low + (high - low) * u);
}

export interface Data {
  readonly x: number[][] | number[][][];
  readonly y: number[] | number[][];
}

const rowsOf = (values: ArrayLike<number>, width: number): number[][] =>
  Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (_, column) => values[row * width + column]),
  );

/** The data sets of `make_goldens.py`, by the same names. */
export function dataset(name: string): Data {
  if (name.startsWith('digits')) return digits(name);
  if (name.startsWith('binary')) {
    const isPairs = name === 'binary-pairs';
    const x = isPairs ? rowsOf(uniform(12, 270, -1, 1), 3) : rowsOf(uniform(11, 180, -1, 1), 2);
    if (isPairs) return { x, y: x.map(([a, b, c]) => [a > 0 ? 1 : 0, b + c > 0 ? 1 : 0]) };
    const y = x.map(([a, b]) => (a * b > 0 ? 1 : 0));
    return { x, y: name === 'binary' ? y : y.map((label) => [label]) };
  }
  if (name === 'regression') {
    const x = rowsOf(uniform(13, 225, -2, 2), 3);
    return { x, y: x.map(([a, b, c]) => [Math.fround(a * b), Math.fround(3 - c)]) };
  }
  if (name === 'line') {
    const x = rowsOf(uniform(14, 50, -1, 1), 1);
    return { x, y: x.map(([a]) => Math.fround(2 * a - 1)) };
  }
  throw new Error(`There is no golden data set "${name}".`);
}

function digits(name: string): Data {
  const bytes = bytesOf(golden<{ x: string }>('digits.json').x);
  const flat = rowsOf(
    Float32Array.from(bytes, (byte) => byte / 255),
    784,
  );
  const labels = flat.map((_, row) => row % 10);
  if (name === 'digits-onehot') {
    return {
      x: flat,
      y: labels.map((label) => Array.from({ length: 10 }, (_, k) => (k === label ? 1 : 0))),
    };
  }
  if (name === 'digits-images') return { x: flat.map((row) => rowsOf(row, 28)), y: labels };
  if (name === 'digits-column') return { x: flat, y: labels.map((label) => [label]) };
  return { x: flat, y: labels };
}

/** The start weights of the golden runs, weight number `index` of this shape. */
export function startWeight(index: number, shape: readonly number[]): Float32Array {
  const limit =
    shape.length === 1 ? 0.1 : Math.sqrt(6 / shape.reduce((sum, size) => sum + size, 0));
  const count = shape.reduce((product, size) => product * size, 1);
  return uniform(100 + index, count, -limit, limit);
}
