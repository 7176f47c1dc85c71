import {
  type Batch,
  OptionError,
  type Rows,
  type Shape,
  ShapeError,
  showShape,
  type Table,
} from '@tsuno/core';
import {
  type BatchIterable,
  isBatchIterable,
  iterableSource,
  type SeekableSource,
  withFirst,
} from './data/batch-source.ts';
import type { ClassWeight } from './data/class-weight.ts';
import type { Keep } from './data/closing.ts';
import { makeTable, requireInputShape, requireTargets, type TableOptions } from './data/table.ts';
import type { ModelState } from './state/model-state.ts';

/**
 * Whether a table fits the model, its loss and its metrics.
 *
 * @throws ShapeError and LabelError, naming the first number that does not fit.
 */
export function requireFitting(
  who: string,
  state: ModelState,
  { x, y, sampleWeight }: Table,
): void {
  const { input, output, training } = state.definition.plan(y?.shape ?? null);
  requireInputShape(who, x, input);
  requireTargets(who, y);
  requireFittingWeights(who, sampleWeight, output);
  training?.loss.checkTargets(y, output);
  for (const { metric } of training?.metrics ?? []) metric.checkTargets?.(y, output);
}

/** One weight for each example, or for each of its positions where outputs have several axes. */
function requireFittingWeights(who: string, weights: Rows | null, output: Shape): void {
  const positions = output.slice(0, -1);
  const fits =
    weights === null ||
    (weights.shape.length <= positions.length &&
      weights.shape.every((size, axis) => size === positions[axis]));
  if (fits) return;
  const or = positions.length > 0 ? ` or for each position ${showShape(positions)}` : '';
  throw new ShapeError(
    `${who}: sampleWeight must hold one weight for each example${or}, got ${showShape(weights.shape)} for each.`,
  );
}

/** Builds the model from its first data, where it is not built yet. */
export function ensureBuilt(
  who: string,
  state: ModelState,
  x: Rows,
  seed: number | null = null,
): void {
  if (state.definition.planned === null) state.build(x.shape, seed, who);
}

/** All rows of a table as one batch. */
export function wholeBatch(table: Table): Batch {
  return { table, rows: Uint32Array.from({ length: table.x.size }, (_, row) => row) };
}

/** A checked table from arrays, for a model that is built by it if need be. */
export function tableFor(
  who: string,
  state: ModelState,
  x: unknown,
  y: unknown,
  options: TableOptions & { readonly seed?: number | null },
): Table {
  const table = makeTable(who, x, y, options);
  ensureBuilt(who, state, table.x, options.seed ?? null);
  requireFitting(who, state, table);
  return table;
}

/** An iterable's batches, which are kept, with the shape of their targets, which its first batch tells. */
export async function openIterable(
  keep: Keep,
  who: string,
  state: ModelState,
  iterable: BatchIterable,
  {
    classWeight = null,
    seed = null,
  }: { readonly classWeight?: ClassWeight | null; readonly seed?: number | null } = {},
): Promise<{ readonly source: SeekableSource; readonly target: Shape }> {
  const source = keep(
    iterableSource(who, iterable, {
      classWeight,
      check(table) {
        ensureBuilt(who, state, table.x, seed);
        requireFitting(who, state, table);
      },
    }),
  );
  await source.restart();
  const first: Batch | null = await source.next();
  if (first?.table.y == null) throw new OptionError(`${who}: the iterable yields no batches.`);
  return { source: withFirst(source, first), target: first.table.y.shape };
}

/** Refuses targets and options that only make sense with arrays. */
export function isIterableInput(
  who: string,
  x: unknown,
  y: unknown,
  arraysOnly: Readonly<Record<string, unknown>>,
): x is BatchIterable {
  if (!isBatchIterable(x)) return false;
  const given = Object.entries({ y, ...arraysOnly }).find(([, value]) => value !== undefined);
  if (given !== undefined) {
    throw new OptionError(
      `${who}: x is an iterable of batches [x, y], so ${given[0]} cannot be given beside it.`,
    );
  }
  return true;
}
