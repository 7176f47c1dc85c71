import type { Batch, Rng, Table } from '@tsuno/core';
import { OptionError, show } from '@tsuno/core';
import type { ClassWeight } from './class-weight.ts';
import type { Closable } from './closing.ts';
import type { SourcePosition } from './read-again.ts';
import { makeTable } from './table.ts';
import type { ArrayLikeData } from './to-rows.ts';

/** Batches, pass after pass. */
export interface BatchSource extends Closable {
  /** Batches in a pass; null when that is not known before its end. */
  readonly steps: number | null;
  /** Begins a pass over the data. False when there is nothing to begin again: a generator is used up. */
  restart(): boolean | Promise<boolean>;
  /** The next batch, or null at the end of the pass. */
  next(): Batch | null | Promise<Batch | null>;
  /** Ends the pass and lets go of what is open for it: an iterator's `return` is called. */
  close(): void | Promise<void>;
}

/** A source in which reading may begin in the middle. */
export interface SeekableSource extends BatchSource {
  position(): SourcePosition;
  /**
   * Goes to where reading was in another process. `batchesAPass` says how many batches were read in each of the passes
   * before; null for all.
   *
   * @throws DataError when there are fewer batches than have been read.
   */
  seek(position: SourcePosition, batchesAPass: number | null): void | Promise<void>;
}

/** A source whose batches are at hand. */
export interface TableSource extends SeekableSource {
  readonly steps: number;
  restart(): boolean;
  next(): Batch | null;
  close(): void;
  seek(position: SourcePosition): void;
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
): TableSource {
  const { size } = table.x;
  const inOrder = Uint32Array.from({ length: size }, (_, row) => row);
  let pass = firstPass;
  let order: Uint32Array = inOrder;
  let start = 0;
  let isEnded = true;
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
      isEnded = false;
      return true;
    },
    next() {
      if (start >= size) {
        isEnded = true;
        return null;
      }
      const rows = order.subarray(start, start + batchSize);
      start += batchSize;
      return { table, rows };
    },
    close() {},
    position: () => ({ passes: pass, batches: Math.ceil(start / batchSize), isEnded }),
    seek(position) {
      pass = position.passes;
      order = pass === 0 ? inOrder : orderOf(pass - 1);
      start = position.batches * batchSize;
      isEnded = position.isEnded;
    },
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
  let iterator: ReturnType<typeof iteratorOf> | null = null;
  let isOpen = false;
  const close = async () => {
    if (iterator === null || !isOpen) return;
    isOpen = false;
    if (typeof iterator.return === 'function') await iterator.return();
  };
  return {
    steps: null,
    async restart() {
      await close();
      const begun = iteratorOf(who, iterable);
      // A generator is its own iterator and cannot begin again.
      if (begun === iterator) return false;
      iterator = begun;
      isOpen = true;
      return true;
    },
    async next() {
      if (iterator === null || !isOpen) return null;
      // An iterator that ends or throws has closed itself.
      isOpen = false;
      const result = await iterator.next();
      if (typeof result !== 'object' || result === null) {
        throw new OptionError(
          `${who}: the iterator's next() must give { value, done }, got ${show(result)}.`,
        );
      }
      if (result.done) return null;
      isOpen = true;
      const table = tableOfTuple(who, result.value, classWeight ?? null);
      check(table);
      return { table, rows: Uint32Array.from({ length: table.x.size }, (_, row) => row) };
    },
    close,
  };
}

/** @throws OptionError for something that says it is iterable and gives no iterator. */
function iteratorOf(
  who: string,
  iterable: BatchIterable,
): Iterator<BatchTuple> | AsyncIterator<BatchTuple> {
  const begin: unknown =
    Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator] : iterable[Symbol.iterator];
  const iterator: unknown = typeof begin === 'function' ? begin.call(iterable) : null;
  if (typeof (iterator as { next?: unknown } | null)?.next !== 'function') {
    throw new OptionError(`${who}: the iterable gives no iterator, but ${show(iterator)}.`);
  }
  return iterator as Iterator<BatchTuple> | AsyncIterator<BatchTuple>;
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
export function withFirst(source: BatchSource, first: Batch | null): SeekableSource {
  let held = first;
  let position: SourcePosition = { passes: 0, batches: 0, isEnded: true };
  const taken = (batch: Batch | null) => {
    position =
      batch === null
        ? { ...position, isEnded: true }
        : { ...position, batches: position.batches + 1 };
    return batch;
  };
  const seekable: SeekableSource = {
    steps: source.steps,
    async restart() {
      // The pass that the held batch begins is under way already.
      if (position.passes > 0 && !(await source.restart())) return false;
      position = { passes: position.passes + 1, batches: 0, isEnded: false };
      return true;
    },
    async next() {
      if (held === null) return taken(await source.next());
      const batch = held;
      held = null;
      return taken(batch);
    },
    close() {
      held = null;
      return source.close();
    },
    position: () => position,
    // Loaded with the first run that goes on.
    async seek(wanted, batchesAPass) {
      const { readAgain } = await import('./read-again.ts');
      return readAgain(seekable, wanted, batchesAPass);
    },
  };
  return seekable;
}
