import type { Batch, Rows } from '@tsuno/core';
import { type BatchSize, panelsOf } from './arena.ts';
import { isRun, stageRows } from './stage.ts';
import type { Workspace } from './workspace.ts';

/** Inputs that lie in the workspace's memory, from this address on. */
interface ResidentTable {
  readonly rows: Rows;
  readonly at: number;
}

/** The largest table that is brought there, in bytes. */
const MOST_RESIDENT = 2 ** 29;

/** Narrow inputs are not worth a look. */
const LEAST_PANELS = 16;
/** The share of blocks with a number in them up to which it pays to list them. */
const MOST_BLOCKS = 0.8;
/** How many batches pass for dense after one that was. */
const DENSE_PAUSE = 63;

/** Brings batches into the workspace, as panels. */
export class InputPanels {
  readonly #work: Workspace;
  #table: ResidentTable | null = null;
  #tooLarge: Rows | null = null;
  #denseBatches = 0;
  #isSparse = false;

  constructor(work: Workspace) {
    this.#work = work;
  }

  /** Whether the first layer may visit only the listed blocks of this batch. */
  get isSparse(): boolean {
    return this.#isSparse;
  }

  /**
   * Sees to it that so large a batch fits.
   *
   * @throws UnsupportedError when it does not.
   */
  makeRoom(size: BatchSize): void {
    if (this.#work.fit(size)) this.#table = null;
  }

  /** Fills the first of the values with these rows; `rows` is their number in the panels. */
  fill({ table, rows: picked }: Batch, rows: number): void {
    this.#locate(table.x, picked);
    this.#pack(picked.length, rows);
  }

  /**
   * Lists where the rows of the batch are. Rows that are drawn from here and there are read where the table lies in
   * this memory; it is brought here once. Others are staged as they come.
   */
  #locate(x: Rows, picked: Uint32Array): void {
    const { network, batch } = this.#work;
    const stride = 4 * network.inputs;
    const isHere = this.#table?.rows === x || this.#bring(x, picked);
    const first = isHere ? (this.#table as ResidentTable).at : batch.staging;
    const { floats, integers } = this.#work;
    if (!isHere) stageRows(floats, batch.staging / 4, x, picked);
    const list = batch.sources / 4;
    for (let i = 0; i < picked.length; i++) {
      integers[list + i] = first + stride * (isHere ? picked[i] : i);
    }
  }

  /**
   * Copies a table that is read in another order than its own behind everything else, if there is room; one for which
   * there was none is not tried again.
   */
  #bring(x: Rows, picked: Uint32Array): boolean {
    const bytes = 4 * x.values.length + 16;
    if (bytes > MOST_RESIDENT || this.#tooLarge === x || isRun(picked)) return false;
    const at = this.#work.batch.end;
    if (!this.#work.reserve(at + bytes)) {
      this.#tooLarge = x;
      return false;
    }
    this.#work.floats.set(x.values, at / 4);
    this.#table = { rows: x, at };
    return true;
  }

  /**
   * Puts the rows into panels, and looks for zeros on the way: four of five pixels of MNIST are, and the first
   * layer's products are most of a step. After an input without many the next few are taken as dense without a look,
   * so that dense data pay nothing.
   */
  #pack(count: number, rows: number): void {
    const { values, sources, blocksByRows, blocksByPanels } = this.#work.batch;
    const { inputs, steps } = this.#work.network;
    const panels = panelsOf(inputs);
    const looks = panels >= LEAST_PANELS && steps[0]?.op === 'affine' && this.#denseBatches === 0;
    const lists = looks ? ([blocksByRows, blocksByPanels] as const) : ([0, 0] as const);
    const found = this.#work.kernels.pack(sources, values[0], count, rows, inputs, ...lists);
    this.#isSparse = looks && found < MOST_BLOCKS * panels * (rows / 4);
    if (looks && !this.#isSparse) this.#denseBatches = DENSE_PAUSE;
    else if (!looks && this.#denseBatches > 0) this.#denseBatches -= 1;
  }
}
