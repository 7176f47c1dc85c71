import * as fc from 'fast-check';
import { expectClose, lcg } from '../../testing/src/index.ts';
import { panelBytes } from '../src/arena.ts';
import { instantiateKernels, type Kernels } from '../src/kernels.ts';

/** A sum of products in another order, in float32. */
const SUM_ORDER = { relative: 1e-5, absolute: 1e-5 };
const START = 1024;

const memory = new WebAssembly.Memory({ initial: 64 });
const kernels = instantiateKernels(memory).exports as unknown as Kernels;
const floats = new Float32Array(memory.buffer);
const integers = new Int32Array(memory.buffer);
const up4 = (count: number) => (count + 3) & ~3;

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => number;
}

function matrix(rows: number, columns: number, seed: number, zeros = 0): Matrix {
  const values = lcg(seed, rows * columns).map((u) => Math.fround(u < zeros ? 0 : 2 * u - 1));
  return { rows, columns, at: (row, column) => values[row * columns + column] };
}

/** Writes a matrix in panels, with NaN in the pads: nothing that adds may look at them. Gives the address behind it. */
function put(at: number, { rows, columns, at: value }: Matrix): number {
  const end = at + panelBytes(rows, columns);
  floats.fill(Number.NaN, at / 4, end / 4);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) floats[placeOf(at, rows, r, c)] = value(r, c);
  }
  return end;
}

const placeOf = (at: number, rows: number, row: number, column: number) =>
  at / 4 + (column >> 2) * 4 * up4(rows) + 4 * row + (column & 3);

function take(at: number, rows: number, columns: number): number[] {
  return Array.from(
    { length: rows * columns },
    (_, i) => floats[placeOf(at, rows, Math.floor(i / columns), i % columns)],
  );
}

const product = (a: Matrix, b: Matrix) =>
  Array.from({ length: a.rows * b.columns }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++)
      sum += a.at(Math.floor(i / b.columns), k) * b.at(k, i % b.columns);
    return sum;
  });

const turned = ({ rows, columns, at }: Matrix): Matrix => ({
  rows: columns,
  columns: rows,
  at: (row, column) => at(column, row),
});

const sizes = fc.record({
  m: fc.integer({ min: 1, max: 37 }),
  k: fc.integer({ min: 1, max: 41 }),
  n: fc.integer({ min: 1, max: 23 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  zeros: fc.constantFrom(0, 0.7, 1),
});

describe('The matrix kernels', () => {
  it('multiply as plain loops do, with and without a bias', () => {
    fc.assert(
      fc.property(sizes, fc.boolean(), ({ m, k, n, seed }, hasBias) => {
        const [x, w, b] = [matrix(m, k, seed), matrix(k, n, seed + 1), matrix(1, n, seed + 2)];
        const wAt = put(START, x);
        const bAt = put(wAt, w);
        const yAt = bAt + 4 * up4(n);
        floats.fill(Number.NaN, bAt / 4, yAt / 4);
        for (let c = 0; c < n; c++) floats[bAt / 4 + c] = b.at(0, c);
        kernels.matmul(START, wAt, hasBias ? bAt : 0, yAt, up4(m), k, up4(n) / 4);
        const expected = product(x, w).map((value, i) => value + (hasBias ? b.at(0, i % n) : 0));
        expectClose(take(yAt, m, n), expected, SUM_ORDER);
      }),
      { seed: 1 },
    );
  });

  it('multiply transposed, turn, and add up rows', () => {
    fc.assert(
      fc.property(sizes, ({ m, k, n, seed }) => {
        const [x, y] = [matrix(m, k, seed), matrix(m, n, seed + 1)];
        const yAt = put(START, x);
        const dAt = put(yAt, y);
        kernels.matmulTransposed(START, yAt, dAt, m, up4(m), up4(k) / 4, up4(n) / 4);
        expectClose(take(dAt, k, n), product(turned(x), y), SUM_ORDER);

        const tAt = dAt + panelBytes(k, n);
        kernels.transpose(dAt, tAt, up4(k) / 4, up4(n) / 4);
        const d = take(dAt, k, n);
        expect(take(tAt, n, k)).toEqual(
          Array.from({ length: n * k }, (_, i) => d[(i % k) * n + Math.floor(i / k)]),
        );

        kernels.sumRows(yAt, tAt, m, up4(m), up4(n) / 4);
        const sums = Array.from({ length: n }, (_, c) => {
          let sum = 0;
          for (let r = 0; r < m; r++) sum += y.at(r, c);
          return Math.fround(sum);
        });
        // Added in doubles, rounded once.
        expect(Array.from(floats.slice(tAt / 4, tAt / 4 + n))).toEqual(sums);
      }),
      { seed: 2 },
    );
  });

  it('pack and unpack rows, list the blocks with numbers in them, and skip the others without changing a bit', () => {
    fc.assert(
      fc.property(sizes, ({ m, k, n, seed, zeros }) => {
        const [x, w, y] = [
          matrix(m, k, seed, zeros),
          matrix(k, n, seed + 1),
          matrix(m, n, seed + 2),
        ];
        const rows = up4(m);
        const panels = up4(k) / 4;
        const listAt = START + 4 * m * k + 16;
        const xAt = Math.ceil((listAt + 4 * m) / 64) * 64;
        for (let r = 0; r < m; r++) integers[listAt / 4 + r] = START + 4 * k * r;
        for (let i = 0; i < m * k; i++) floats[START / 4 + i] = x.at(Math.floor(i / k), i % k);
        const byRows = xAt + panelBytes(m, k);
        const byPanels = byRows + rows * (panels + 1);
        const wAt = Math.ceil((byPanels + 4 * panels * (rows / 4 + 1)) / 64) * 64;
        const found = kernels.pack(listAt, xAt, m, rows, k, byRows, byPanels);
        const blocks = new Set<string>();
        for (let r = 0; r < m; r++) {
          for (let c = 0; c < k; c++) if (x.at(r, c) !== 0) blocks.add(`${r >> 2} ${c >> 2}`);
        }
        expect(found).toBe(blocks.size);
        expect(take(xAt, m, k)).toEqual(
          Array.from({ length: m * k }, (_, i) => x.at(Math.floor(i / k), i % k)),
        );

        const aAt = put(wAt, w);
        const bAt = aAt + panelBytes(m, n);
        kernels.matmul(xAt, wAt, 0, aAt, rows, k, up4(n) / 4);
        kernels.matmulBlocks(xAt, byRows, wAt, 0, bAt, rows, k, up4(n) / 4);
        expect(take(bAt, m, n)).toEqual(take(aAt, m, n));

        const yAt = bAt + panelBytes(m, n);
        const dAt = put(yAt, y);
        const eAt = dAt + panelBytes(k, n);
        kernels.matmulTransposed(xAt, yAt, dAt, m, rows, panels, up4(n) / 4);
        kernels.matmulTransposedBlocks(xAt, byPanels, yAt, eAt, m, rows, panels, up4(n) / 4);
        expect(take(eAt, k, n)).toEqual(take(dAt, k, n));

        kernels.unpack(xAt, eAt, m, rows, k);
        expect(Array.from(floats.subarray(eAt / 4, eAt / 4 + m * k))).toEqual(take(xAt, m, k));
      }),
      { seed: 3 },
    );
  });

  it('give softmax and cross-entropy with its derivative, in one pass', () => {
    fc.assert(
      fc.property(sizes, ({ m, n, seed }) => {
        const z = matrix(m, n, seed);
        const rows = up4(m);
        const labelsAt = put(START, z);
        const weightsAt = labelsAt + 4 * rows;
        const dAt = Math.ceil((weightsAt + 4 * rows) / 64) * 64;
        const weights = Array.from({ length: m }, (_, r) => Math.fround(0.25 * (r % 3)));
        weights.forEach((weight, r) => {
          floats[weightsAt / 4 + r] = weight;
          integers[labelsAt / 4 + r] = (seed + r) % n;
        });
        const total = kernels.sparseCrossentropy(START, labelsAt, weightsAt, dAt, m, rows, n);
        let expectedTotal = 0;
        const expected: number[] = [];
        for (let r = 0; r < m; r++) {
          const powers = Array.from({ length: n }, (_, c) => Math.exp(z.at(r, c)));
          const sum = powers.reduce((a, b) => a + b, 0);
          const label = (seed + r) % n;
          expectedTotal -= weights[r] * Math.log(powers[label] / sum);
          expected.push(
            ...powers.map((power, c) => weights[r] * (power / sum - (c === label ? 1 : 0))),
          );
        }
        expectClose([total], [expectedTotal], SUM_ORDER);
        expectClose(take(dAt, m, n), expected, { absolute: 3e-7 });
        for (let r = m; r < rows; r++) expect(floats[placeOf(dAt, m, r, 0)]).toBe(0);
      }),
      { seed: 4 },
    );
  });
});

describe('The functions of four lanes', () => {
  /** Units in the last place between two float32 numbers. */
  const bits = new Int32Array(1);
  const asFloat = new Float32Array(bits.buffer);
  const order = (value: number) => {
    asFloat[0] = value;
    return bits[0] < 0 ? -(bits[0] & 0x7fffffff) : bits[0];
  };
  const apart = (a: number, b: number) =>
    Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b)) ? 0 : Math.abs(order(a) - order(b));

  const specials = [
    0,
    -0,
    1,
    -1,
    1e-45,
    -1e-45,
    1e-38,
    3e-39,
    88.7,
    89,
    -87.3,
    -88,
    -103.9,
    -104,
    1e30,
    -1e30,
    Infinity,
    -Infinity,
    NaN,
    0.5,
    2,
    Math.SQRT1_2,
    0.70710677,
    0.625,
    -0.625,
  ];
  const grid = Array.from({ length: 40_000 }, (_, i) => (i - 20_000) / 190);
  const small = Array.from(
    { length: 20_000 },
    (_, i) => (i % 2 ? 1 : -1) * 10 ** (-(i / 20_000) * 38),
  );

  it.each([
    ['exp', 'expAll', Math.exp, 2],
    ['log', 'logAll', Math.log, 2],
    ['log1p', 'log1pAll', Math.log1p, 4],
    ['tanh', 'tanhAll', Math.tanh, 3],
  ] as const)(
    '%s is right to a few units in the last place, everywhere',
    (_name, kernel, reference, units) => {
      const points = [...specials, ...grid, ...small];
      while (points.length % 4 !== 0) points.push(1);
      const x = Float32Array.from(points);
      floats.set(x, START / 4);
      const out = START + 4 * x.length;
      kernels[kernel](START, out, 4 * x.length);
      let worst = 0;
      let where = 0;
      x.forEach((value, i) => {
        const expected = Math.fround(reference(value));
        const distance = apart(floats[out / 4 + i], expected);
        if (distance > worst) [worst, where] = [distance, value];
      });
      expect({
        worst: worst <= units,
        where: worst <= units ? '' : `${where}: ${worst} units`,
      }).toEqual({ worst: true, where: '' });
    },
  );
});
