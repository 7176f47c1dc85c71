import type { Batch, Rng, Table } from '@tsuno/core';
import { OptionError, show } from '@tsuno/core';
import type { ClassWeight } from './class-weight.ts';
import { makeTable } from './table.ts';
import type { ArrayLikeData } from './to-rows.ts';

/** Batches, pass after pass. */
export interface BatchSource {
  /** Batches in a pass; null when that is not known before its end. */
  readonly steps: number | null;
  /** Begins a pass over the data. False when there is nothing to begin again: a generator is used up. */
  restart(): boolean;
  /** The next batch, or null at the end of the pass. */
  next(): Batch | null | Promise<Batch | null>;
  /** Lets go of what is open: an iterator's `return` is called. */
  close(): void | Promise<void>;
}

/**
 * The batches of a table; the last may be partial. `true` draws one order of all rows for each pass, `'batch'` one
 * inside each batch, `false` keeps theirs. The orders of pass n depend on the seed and on n alone, so a run that is
 * taken up again at epoch n sees what it would have seen.
 */
export function tableSource(
  table: Table,
  {
    batchSize,
    shuffle,
    rng,
    firstPass = 0,
  }: {
    readonly batchSize: number;
    readonly shuffle: boolean | 'batch';
    readonly rng: Rng;
    readonly firstPass?: number;
  },
): BatchSource {
  const { size } = table.x;
  const inOrder = Uint32Array.from({ length: size }, (_, row) => row);
  let pass = firstPass;
  let order: Uint32Array = inOrder;
  let start = 0;
  const orderOf = (number: number): Uint32Array => {
    if (shuffle === false) return inOrder;
    const random = rng.fork(`shuffle/epoch_${number}`);
    if (shuffle === true) return random.permutation(size);
    const mixed = inOrder.slice();
    for (let at = 0; at < size; at += batchSize) {
      const batch = inOrder.subarray(at, at + batchSize);
      random.permutation(batch.length).forEach((from, to) => {
        mixed[at + to] = batch[from];
      });
    }
    return mixed;
  };
  return {
    steps: Math.ceil(size / batchSize),
    restart() {
      order = orderOf(pass++);
      start = 0;
      return true;
    },
    next() {
      if (start >= size) return null;
      const rows = order.subarray(start, start + batchSize);
      start += batchSize;
      return { table, rows };
    },
    close() {},
  };
}

/** `[x, y]` or `[x, y, sampleWeight]`. */
export type BatchTuple =
  | readonly [ArrayLikeData, ArrayLikeData]
  | readonly [ArrayLikeData, ArrayLikeData, ArrayLikeData];

/** Something that gives batches one by one. */
export type BatchIterable = Iterable<BatchTuple> | AsyncIterable<BatchTuple>;

/** Iterables are asked for batches; everything else that can be iterated over is data itself. */
export function isBatchIterable(value: unknown): value is BatchIterable {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return Symbol.iterator in value || Symbol.asyncIterator in value;
}

/**
 * The batches of an iterable. Tensors that it yields stay the user's; each batch is checked as arrays are, by `check`
 * too.
 */
export function iterableSource(
  who: string,
  iterable: BatchIterable,
  {
    classWeight,
    check,
  }: { readonly classWeight?: ClassWeight | null; readonly check: (table: Table) => void },
): BatchSource {
  const begin = () =>
    Symbol.asyncIterator in iterable
      ? iterable[Symbol.asyncIterator]()
      : iterable[Symbol.iterator]();
  let iterator: ReturnType<typeof begin> | null = null;
  return {
    steps: null,
    restart() {
      // A generator is its own iterator and cannot begin again.
      if (iterator !== null && (iterator as unknown) === iterable) return false;
      iterator = begin();
      return true;
    },
    async next() {
      iterator ??= begin();
      const { done, value } = await iterator.next();
      if (done) return null;
      const table = tableOfTuple(who, value, classWeight ?? null);
      check(table);
      return { table, rows: Uint32Array.from({ length: table.x.size }, (_, row) => row) };
    },
    async close() {
      await iterator?.return?.();
    },
  };
}

function tableOfTuple(who: string, value: unknown, classWeight: ClassWeight | null): Table {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) {
    throw new OptionError(
      `${who}: the iterable must yield [x, y] or [x, y, sampleWeight], got ${show(value)}.`,
    );
  }
  const [x, y, sampleWeight = null] = value;
  return makeTable(who, x, y, { sampleWeight, classWeight });
}

/** A source that gives back a batch that was taken to look at it. */
export function withFirst(source: BatchSource, first: Batch | null): BatchSource {
  let held = first;
  let isFresh = true;
  return {
    steps: source.steps,
    // The pass that the held batch begins is under way already.
    restart() {
      if (isFresh) {
        isFresh = false;
        return true;
      }
      return source.restart();
    },
    next() {
      if (held === null) return source.next();
      const batch = held;
      held = null;
      return batch;
    },
    close: () => source.close(),
  };
}
