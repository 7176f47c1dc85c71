import { OptionError, type Shape, seededRng, show, type Table } from '@tsuno/core';
import { isBatchIterable, type SeekableSource, tableSource } from './data/batch-source.ts';
import type { Keep } from './data/closing.ts';
import { sliceTable } from './data/table.ts';
import type { CheckedFitOptions } from './fit-options.ts';
import { isIterableInput, openIterable, tableFor } from './prepare-tables.ts';
import type { ModelState } from './state/model-state.ts';

/** What a fit trains on and validates with. */
export interface FitData {
  /** The order of the examples depends on the seed; an iterable's is its own. */
  readonly training: (seed: number) => SeekableSource;
  readonly validation: SeekableSource | null;
  readonly target: Shape;
  readonly sizes: { readonly training: DataSize; readonly validation: DataSize | null };
}

/** @throws as `fit` for data that do not fit the model, or the options. */
export async function openData(
  keep: Keep,
  state: ModelState,
  x: unknown,
  y: unknown,
  options: CheckedFitOptions,
): Promise<FitData> {
  const { classWeight, sampleWeight, seed, validationData } = options;
  const { batchSize, validationSplit } = options;
  const arraysOnly = { sampleWeight, batchSize, validationSplit: validationSplit || undefined };
  if (isIterableInput('fit', x, y, arraysOnly)) {
    const { source, target } = await openIterable(keep, 'fit', state, x, { classWeight, seed });
    const validation = await openValidation(keep, state, options, null);
    return {
      training: () => source,
      target,
      validation: validation?.source ?? null,
      sizes: { training: UNKNOWN_SIZE, validation: validation?.size ?? null },
    };
  }
  const table = tableFor('fit', state, x, y, { sampleWeight, classWeight, seed });
  const isSplit = validationSplit > 0 && validationData === undefined;
  const [kept, cut] = isSplit ? split(table, validationSplit) : [table, null];
  // Class weights are for training alone.
  const held = cut && classWeight ? { ...cut, sampleWeight: null } : cut;
  const size = batchSizeFor(kept.x.size, options);
  const firstPass = Math.max(options.initialEpoch, state.numbers.epochsTrained);
  const validation = await openValidation(keep, state, { ...options, batchSize: size }, held);
  return {
    training: (from) =>
      tableSource(kept, {
        batchSize: size,
        shuffle: options.shuffle,
        rng: seededRng(from),
        firstPass,
      }),
    validation: validation?.source ?? null,
    target: table.y?.shape ?? [],
    sizes: { training: sizeOf(kept, size), validation: validation?.size ?? null },
  };
}

/** How large data are, null where an iterable does not say. */
export interface DataSize {
  readonly examples: number | null;
  readonly batchSize: number | null;
  readonly isWeighted: boolean;
}

const UNKNOWN_SIZE: DataSize = { examples: null, batchSize: null, isWeighted: false };

function sizeOf(table: Table, batchSize: number): DataSize {
  return { examples: table.x.size, batchSize, isWeighted: table.sampleWeight !== null };
}

/** Keras's default of 32, or what `stepsPerEpoch` asks for. */
function batchSizeFor(size: number, { batchSize, stepsPerEpoch }: CheckedFitOptions): number {
  return batchSize ?? (stepsPerEpoch === undefined ? 32 : Math.ceil(size / stepsPerEpoch));
}

/** The last examples are held back, before any shuffling. */
function split(table: Table, share: number): readonly [Table, Table] {
  const { size } = table.x;
  const at = Math.floor(size * (1 - share));
  if (at === 0 || at === size) {
    throw new OptionError(
      `fit: validationSplit ${share} of ${size} examples leaves ${at} for training and ${size - at} for validation; both need at least one.`,
    );
  }
  return [sliceTable(table, 0, at), sliceTable(table, at, size)];
}

interface Validation {
  readonly source: SeekableSource;
  readonly size: DataSize;
}

async function openValidation(
  keep: Keep,
  state: ModelState,
  options: CheckedFitOptions,
  held: Table | null,
): Promise<Validation | null> {
  const { validationData, validationBatchSize, batchSize } = options;
  const size = validationBatchSize ?? batchSize ?? 32;
  const inOrder = (table: Table): Validation => ({
    source: tableSource(table, { batchSize: size, shuffle: false, rng: seededRng(0) }),
    size: sizeOf(table, size),
  });
  if (validationData === undefined) return held && inOrder(held);
  if (isBatchIterable(validationData)) {
    const { source } = await openIterable(keep, 'fit (validationData)', state, validationData);
    return { source, size: UNKNOWN_SIZE };
  }
  if (!Array.isArray(validationData) || validationData.length < 2 || validationData.length > 3) {
    throw new OptionError(
      `fit: validationData must be [x, y], [x, y, sampleWeight] or an iterable of such batches, got ${show(validationData)}.`,
    );
  }
  const [x, y, sampleWeight] = validationData;
  return inOrder(tableFor('fit (validationData)', state, x, y, { sampleWeight }));
}
