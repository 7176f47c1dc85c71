import { allSlots } from '@tsuno/core';
import type { Network, NetworkWeight, Step } from './lower-plan.ts';

/** The next multiple of four. */
export const up4 = (count: number) => (count + 3) & ~3;
/** How many panels so many columns make. */
export const panelsOf = (columns: number) => (columns + 3) >> 2;
const LINE = 64;
/** What a memory grows by, in bytes. */
export const PAGE = 65_536;

/** How many bytes a matrix takes in panels. */
export function panelBytes(rows: number, columns: number): number {
  return 4 * up4(rows) * up4(columns);
}

/** Where a weight lies, in bytes from the beginning of its region; the regions are laid out alike. */
export interface WeightPlace extends NetworkWeight {
  readonly offset: number;
  readonly bytes: number;
}

/** The part of memory that does not depend on the batch. */
export interface FixedLayout {
  readonly weights: readonly WeightPlace[];
  /** The regions: parameters, gradients, and one for each accumulator, all of this many bytes. */
  readonly regionBytes: number;
  readonly params: number;
  readonly grads: number;
  /** By name: the optimizer's own accumulators, and those of the handling of gradients. */
  readonly slots: Readonly<Record<string, number>>;
  /** Room for the largest kernel, turned, and for the values of a penalty. */
  readonly turned: number;
  /** Constants of steps, by the step's number. */
  readonly constants: ReadonlyMap<number, number>;
  readonly end: number;
}

/** Lays the regions out from byte `start` on. */
export function layFixed({ weights, steps, training }: Network, start: number): FixedLayout {
  let offset = 0;
  const places = weights.map((weight) => {
    const { rows, columns, isVector } = weight;
    const bytes = isVector ? 4 * up4(columns) : panelBytes(rows, columns);
    const place = { ...weight, offset, bytes };
    offset += bytes;
    return place;
  });
  const regionBytes = Math.ceil(offset / LINE) * LINE;
  const slotNames = training ? Object.keys(allSlots(training.optimizer)) : [];
  const first = Math.ceil(start / LINE) * LINE;
  const region = (index: number) => first + index * regionBytes;
  const largest = Math.max(
    0,
    ...steps.map((step) => (step.op === 'affine' ? panelBytes(step.inputs, step.outputs) : 0)),
    ...places.map(({ penalty, bytes }) => (penalty ? bytes : 0)),
  );
  const turned = region(training ? 2 + slotNames.length : 1);
  let end = turned + (training ? largest : 0);
  const constants = new Map<number, number>();
  for (const [index, step] of steps.entries()) {
    if (step.op !== 'scaleColumns') continue;
    constants.set(index, end);
    end += 3 * 4 * up4(step.outputs);
  }
  return {
    weights: places,
    regionBytes,
    params: region(0),
    grads: region(1),
    slots: Object.fromEntries(slotNames.map((name, index) => [name, region(2 + index)])),
    turned,
    constants,
    end,
  };
}

/** The part that grows with the batch. */
export interface BatchLayout {
  /** So many rows fit. */
  readonly capacity: number;
  /** Rows as they come, before they are put into panels; also for what is taken out of them. */
  readonly staging: number;
  /** For each row of the batch the address where it comes from. */
  readonly sources: number;
  /** The input of each step, and behind them the output of the last. */
  readonly values: readonly number[];
  /** Derivatives, two matrices of the greatest width in turn. */
  readonly slopes: readonly [number, number];
  readonly targets: number;
  readonly labels: number;
  /** Lists of the input's blocks that are not all zero, by rows and by panels. */
  readonly blocksByRows: number;
  readonly blocksByPanels: number;
  /** Values of an elementwise loss, and of a penalty on outputs. */
  readonly losses: number;
  /** For each step what it leaves on its way forward for the way back. */
  readonly saved: readonly number[];
  /** A weight for each row. */
  readonly rowWeights: number;
  readonly end: number;
}

export function layBatch(
  { steps, inputs, outputs }: Network,
  start: number,
  rows: number,
): BatchLayout {
  const capacity = up4(rows);
  let end = Math.ceil(start / LINE) * LINE;
  const take = (bytes: number) => {
    const at = end;
    end += Math.ceil(bytes / LINE) * LINE;
    return at;
  };
  const widths = [inputs, ...steps.map((step) => step.outputs)];
  const widest = panelBytes(capacity, Math.max(...widths));
  return {
    capacity,
    staging: take(4 * capacity * Math.max(inputs, outputs) + 16),
    sources: take(4 * capacity),
    values: widths.map((width) => take(panelBytes(capacity, width))),
    slopes: [take(widest), take(widest)],
    targets: take(panelBytes(capacity, outputs)),
    labels: take(4 * capacity),
    blocksByRows: take(capacity * (up4(inputs) / 4 + 1)),
    blocksByPanels: take(up4(inputs) * (capacity / 4 + 1)),
    losses: take(widest),
    saved: steps.map((step) => take(savedBytes(step, capacity))),
    rowWeights: take(4 * capacity),
    end,
  };
}

function savedBytes({ op, outputs }: Step, capacity: number): number {
  if (op === 'random') return panelBytes(capacity, outputs);
  // Mean, variance and inverse root for each column; mean and inverse root for each row.
  if (op === 'batchNormalize') return 3 * 4 * up4(outputs);
  return op === 'layerNormalize' ? 2 * 4 * capacity : 0;
}

export function pagesFor(bytes: number): number {
  return Math.ceil(bytes / PAGE);
}

/** Numbers row by row into panels. */
export function writeMatrix(
  memory: Float32Array,
  at: number,
  place: WeightPlace,
  values: Float32Array,
): void {
  forEachPlace(at, place, (to, from) => {
    memory[to] = values[from];
  });
}

export function readMatrix(memory: Float32Array, at: number, place: WeightPlace): Float32Array {
  const values = new Float32Array(place.rows * place.columns);
  forEachPlace(at, place, (from, to) => {
    values[to] = memory[from];
  });
  return values;
}

/** How kernels see a weight: its rows, the rows of a panel, its columns. A vector is a panel's row after the other. */
export function sizeInPanels({
  rows,
  columns,
  isVector,
}: WeightPlace): readonly [number, number, number] {
  return [rows, isVector ? 1 : up4(rows), columns];
}

function forEachPlace(
  region: number,
  { offset, rows, columns, isVector }: WeightPlace,
  visit: (inPanels: number, inRows: number) => void,
): void {
  const start = (region + offset) / 4;
  const panel = isVector ? 4 : 4 * up4(rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      visit(start + (column >> 2) * panel + 4 * row + (column & 3), row * columns + column);
    }
  }
}
