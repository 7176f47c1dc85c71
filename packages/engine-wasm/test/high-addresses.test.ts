import { lcg } from '../../testing/src/index.ts';
import { type CompiledLoop, compileLoops, instantiateLoops } from '../src/compile-rules.ts';
import { instantiateKernels, type Kernels } from '../src/kernels.ts';
import { MOST_BYTES, newMemory } from '../src/memory.ts';
import { trace } from '../src/rule-graph.ts';

/** Arrays lie so many bytes apart. */
const APART = 1024;
const ARRAYS = 10;
const BLOCK = APART * ARRAYS;
const [ROWS, COUNT, COLUMNS, PANELS] = [8, 7, 10, 3];

/** Where the arrays of a call are: x and y are matrices, the others what a call needs beside them. */
interface Places {
  readonly x: number;
  readonly y: number;
  readonly d: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly e: number;
  readonly labels: number;
  readonly list: number;
  readonly sources: number;
}

/** A call of each kernel; a new one does not compile without a line here. */
const CALLS: { readonly [K in keyof Kernels]: (k: Kernels, p: Places) => unknown } = {
  matmul: (k, { x, y, a, b }) => k.matmul(x, a, b, y, ROWS, COLUMNS, PANELS),
  matmulTransposed: (k, { x, y, d }) => k.matmulTransposed(x, y, d, COUNT, ROWS, PANELS, PANELS),
  matmulBlocks: (k, { x, y, a, b, list, sources, e }) => {
    k.pack(sources, x, COUNT, ROWS, COLUMNS, list, e);
    k.matmulBlocks(x, list, a, b, y, ROWS, COLUMNS, PANELS);
  },
  matmulTransposedBlocks: (k, { x, y, d, list, sources, e }) => {
    k.pack(sources, x, COUNT, ROWS, COLUMNS, list, e);
    k.matmulTransposedBlocks(x, e, y, d, COUNT, ROWS, PANELS, PANELS);
  },
  transpose: (k, { x, y }) => k.transpose(x, y, PANELS, PANELS),
  pack: (k, { y, sources, list, e }) => k.pack(sources, y, COUNT, ROWS, COLUMNS, list, e),
  unpack: (k, { x, y }) => k.unpack(x, y, COUNT, ROWS, COLUMNS),
  oneHot: (k, { y, labels }) => k.oneHot(labels, y, COUNT, ROWS, COLUMNS),
  copy: (k, { x, y }) => k.copy(x, y, 16 * ROWS * PANELS),
  sumRows: (k, { x, y }) => k.sumRows(x, y, COUNT, ROWS, PANELS),
  sumNumbers: (k, { x }) => k.sumNumbers(x, COUNT, ROWS, COLUMNS),
  sumOfSquares: (k, { x }) => k.sumOfSquares(x, COUNT, ROWS, COLUMNS),
  uniforms: (k, { x }) => k.uniforms(x, ROWS, COLUMNS, 123, 456),
  scaleColumns: (k, { x, y, a, b, c }) => k.scaleColumns(x, y, a, b, c, ROWS, PANELS),
  scaleColumnsBackward: (k, { x, a }) => k.scaleColumnsBackward(x, a, ROWS, PANELS),
  prelu: (k, { x, y, a }) => k.prelu(x, y, a, ROWS, PANELS),
  preluBackward: (k, { x, d, a, b }) => k.preluBackward(x, d, a, b, COUNT, ROWS, PANELS),
  columnMoments: (k, { x, a, b }) => k.columnMoments(x, a, b, COUNT, ROWS, PANELS),
  blend: (k, { a, b }) => k.blend(a, b, 16 * PANELS, 0.9),
  normalizeColumns: (k, { x, y, a, b, c, d, e }) =>
    k.normalizeColumns(x, y, a, b, c, d, e, ROWS, PANELS, 0.1),
  normalizeColumnsBackward: (k, { x, d, a, b, c, e, y }) =>
    k.normalizeColumnsBackward(x, d, a, b, c, e, y, COUNT, ROWS, PANELS, true),
  normalizeRows: (k, { x, y, a, b, c, d }) => k.normalizeRows(x, y, a, b, c, d, ROWS, COLUMNS, 0.1),
  normalizeRowsBackward: (k, { x, d, a, b, c, e, y }) =>
    k.normalizeRowsBackward(x, d, a, b, c, e, y, COUNT, ROWS, COLUMNS),
  softmax: (k, { x, y }) => k.softmax(x, y, ROWS, COLUMNS),
  softmaxBackward: (k, { x, y, d }) => k.softmaxBackward(x, y, d, ROWS, COLUMNS),
  sparseCrossentropy: (k, { x, y, a, labels }) =>
    k.sparseCrossentropy(x, labels, a, y, COUNT, ROWS, COLUMNS),
  denseCrossentropy: (k, { x, y, a, d }) => k.denseCrossentropy(x, d, a, y, COUNT, ROWS, COLUMNS),
  probabilityCrossentropy: (k, { x, y, a, d }) =>
    k.probabilityCrossentropy(x, d, a, y, COUNT, ROWS, COLUMNS, 1e-7),
  meanOfColumns: (k, { x, y, a }) => k.meanOfColumns(x, y, a, COUNT, ROWS, COLUMNS),
  expAll: (k, { x, y }) => k.expAll(x, y, 16 * ROWS * PANELS),
  logAll: (k, { x, y }) => k.logAll(x, y, 16 * ROWS * PANELS),
  log1pAll: (k, { x, y }) => k.log1pAll(x, y, 16 * ROWS * PANELS),
  tanhAll: (k, { x, y }) => k.tanhAll(x, y, 16 * ROWS * PANELS),
};

/** Everything across the middle of all addresses in turn, where signed numbers end; and the last addresses there are. */
const BASES = [
  ...Array.from({ length: BLOCK / 64 }, (_, index) => 2 ** 31 - index * 64 - 48),
  MOST_BYTES - BLOCK,
];
const LOW = 65_536;

describe('Above two gibibytes', () => {
  const memory = newMemory(MOST_BYTES, false);
  const { exports } = instantiateKernels(memory);
  const kernels = exports as unknown as Kernels;
  const data = Float32Array.from(lcg(5, BLOCK / 4), (value) => (value < 0.3 ? 0 : value));

  /** What a call gives and leaves behind, for arrays from this address on. */
  function run(base: number, call: (places: Places) => unknown) {
    const floats = new Float32Array(memory.buffer, base, BLOCK / 4);
    const integers = new Int32Array(memory.buffer, base, BLOCK / 4);
    const names = ['x', 'y', 'd', 'a', 'b', 'c', 'e', 'labels', 'list', 'sources'] as const;
    const at = Object.fromEntries(names.map((name, i) => [name, base + i * APART]));
    const places = at as unknown as Places;
    floats.set(data);
    for (let row = 0; row < ROWS; row++) {
      integers[(places.labels - base) / 4 + row] = row % COLUMNS;
      integers[(places.sources - base) / 4 + row] = places.d + 4 * COLUMNS * row;
    }
    const given = call(places);
    // Addresses are the only thing that may differ.
    integers.fill(0, (places.sources - base) / 4);
    return { given, left: Buffer.from(floats.slice().buffer).toString('base64') };
  }

  it.each(Object.keys(CALLS) as (keyof Kernels)[])('%s does what it does below', (name) => {
    const low = run(LOW, (places) => CALLS[name](kernels, places));
    expect(low).not.toEqual(run(LOW, () => undefined));
    for (const base of BASES) {
      expect(run(base, (places) => CALLS[name](kernels, places))).toEqual(low);
    }
  });

  it('generated loops do what they do below', () => {
    const graph = trace(2, (k, [x, y]) => [k.add(k.exp(x), k.mul(x, y))]);
    const loop = { name: 'loop', graph, writes: [2], arrays: 3, dynamic: [] };
    const loops = instantiateLoops(memory, exports, compileLoops([loop]));
    const call: CompiledLoop = loops.loop;
    const low = run(LOW, ({ x, y, d }) => call(x, y, d, APART));
    expect(low).not.toEqual(run(LOW, () => undefined));
    for (const base of BASES) expect(run(base, ({ x, y, d }) => call(x, y, d, APART))).toEqual(low);
  });
});
