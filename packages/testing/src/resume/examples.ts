import type { FitOptions } from 'tsuno';
import { lcg } from '../lcg.ts';
import type { Scenario } from './scenario.ts';

const INPUTS = 3;
export const CLASSES = 3;

export interface Examples {
  readonly x: number[][];
  readonly y: number[];
}

type Pair = readonly [number[][], number[]];

/** So many rows, whose class is told by their first number. */
export function examples(rows: number): Examples {
  const numbers = lcg(11, rows * INPUTS);
  const x = Array.from({ length: rows }, (_, row) =>
    numbers.slice(row * INPUTS, (row + 1) * INPUTS),
  );
  return { x, y: x.map(([first]) => Math.min(CLASSES - 1, Math.floor(first * CLASSES))) };
}

/** The batches of one pass; `rotated` begins with another row. */
function batchesOf({ x, y }: Examples, size: number, rotated = 0): Pair[] {
  const order = x.map((_, row) => (row + rotated) % x.length);
  const starts = x.flatMap((_, row) => (row % size === 0 ? [row] : []));
  return starts.map((start) => {
    const rows = order.slice(start, start + size);
    return [rows.map((row) => x[row]), rows.map((row) => y[row])];
  });
}

/** What stands in the place of arrays. */
export function trainingData({ data, batchSize }: Scenario, examples: Examples) {
  return SOURCES[data as keyof typeof SOURCES](examples, batchSize);
}

const SOURCES = {
  iterable: (examples: Examples, size: number) => ({
    *[Symbol.iterator]() {
      yield* batchesOf(examples, size);
    },
  }),
  'async iterable': (examples: Examples, size: number) => ({
    async *[Symbol.asyncIterator]() {
      for (const batch of batchesOf(examples, size)) {
        await null;
        yield batch;
      }
    },
  }),
  /** Each batch depends on how many there were before, in all passes. */
  'own order'(examples: Examples, size: number) {
    let given = 0;
    return {
      *[Symbol.iterator]() {
        for (let batch = 0; batch < 4; batch++) {
          given += 5;
          const batches = batchesOf(examples, size, given);
          yield batches[batch % batches.length];
        }
      },
    };
  },
  /** Ends some time. */
  *generator(examples: Examples, size: number) {
    for (let pass = 0; pass < 3; pass++) yield* batchesOf(examples, size, pass);
  },
};

export function validationData(scenario: Scenario, data: Examples): Partial<FitOptions> {
  const few = { x: data.x.slice(0, 7), y: data.y.slice(0, 7) };
  switch (scenario.validation) {
    case 'split':
      return { validationSplit: 0.25 };
    case 'arrays':
      return { validationData: [few.x, few.y], validationBatchSize: 3 };
    case 'iterable':
      return { validationData: SOURCES['own order'](few, 3) };
    case 'generator':
      return { validationData: SOURCES.generator(few, 3) };
    default:
      return {};
  }
}
