import { allSlots } from '@tsuno/core';
import type { Network, NetworkWeight, Step } from './lower-plan.ts';

/** The next multiple of four. */
export const up4 = (count: number) => (count + 3) & ~3;
/** How many panels so many columns make. */
export const panelsOf = (columns: number) => (columns + 3) >> 2;
const LINE = 64;

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

/** How many rows of a batch must fit. */
export interface BatchSize {
  /** That go through the steps at a time. */
  readonly rows: number;
  /** Whose outputs lie side by side for the loss: as many, or more where the batch passes in pieces. */
  readonly scored: number;
}

/** The part that grows with the batch. */
export interface BatchLayout {
  readonly size: BatchSize;
  /** Rows as they come, before they are put into panels; also for what is taken out of them. */
  readonly staging: number;
  /** For each row of the batch the address where it comes from. */
  readonly sources: number;
  /** The input of each step, and behind them the output of the last. */
  readonly values: readonly number[];
  /** Outputs of a batch that passes in pieces: row by row as they come, then in panels. */
  readonly gathered: number;
  readonly scores: number;
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
  size: BatchSize,
): BatchLayout {
  const rows = up4(size.rows);
  const scored = Math.max(rows, up4(size.scored));
  let end = Math.ceil(start / LINE) * LINE;
  const take = (bytes: number) => {
    const at = end;
    end += Math.ceil(bytes / LINE) * LINE;
    return at;
  };
  const widths = [inputs, ...steps.map((step) => step.outputs)];
  const ofOutputs = panelBytes(scored, outputs);
  const widest = panelBytes(rows, Math.max(...widths));
  return {
    size: { rows, scored },
    staging: take(4 * Math.max(rows * inputs, scored * outputs) + 16),
    sources: take(4 * scored),
    values: widths.map((width) => take(panelBytes(rows, width))),
    gathered: take(4 * scored * outputs),
    scores: take(ofOutputs),
    slopes: [take(Math.max(widest, ofOutputs)), take(widest)],
    targets: take(ofOutputs),
    labels: take(4 * scored),
    blocksByRows: take(rows * (up4(inputs) / 4 + 1)),
    blocksByPanels: take(up4(inputs) * (rows / 4 + 1)),
    losses: take(Math.max(widest, ofOutputs)),
    saved: steps.map((step) => take(savedBytes(step, rows))),
    rowWeights: take(4 * scored),
    end,
  };
}

function savedBytes({ op, outputs }: Step, rows: number): number {
  if (op === 'random') return panelBytes(rows, outputs);
  // Mean, variance and inverse root for each column; mean and inverse root for each row.
  if (op === 'batchNormalize') return 3 * 4 * up4(outputs);
  return op === 'layerNormalize' ? 2 * 4 * rows : 0;
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
