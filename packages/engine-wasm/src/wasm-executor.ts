import {
  type Batch,
  EPSILON,
  type Executor,
  nextStep,
  type OptimizerProgress,
  type OptimizerState,
  type Phase,
  type PhaseLogs,
  type Rows,
  type RunningLogs,
  runningLogs,
  StateError,
  startProgress,
  type TrainPlan,
} from '@tsuno/core';
import {
  type BatchLayout,
  clearMatrixPads,
  type FixedLayout,
  layBatch,
  layFixed,
  PAGE,
  pagesFor,
  readMatrix,
  type WeightPlace,
  writeMatrix,
} from './arena.ts';
import type { Dispatch } from './dispatch.ts';
import { FIRST_FREE_BYTE, type Kernels } from './kernels.ts';
import type { AffineStep, Network } from './lower-plan.ts';
import { type Machine, startMachine } from './machine.ts';
import { measure } from './measure.ts';
import { keepsZero, networkLoops } from './network-loops.ts';
import { keepsZeros } from './optimizer-graph.ts';
import { isRun, stageLabels, stageRows, stageWeights } from './stage.ts';
import { controlBytes } from './worker-pool.ts';

const up4 = (count: number) => (count + 3) & ~3;
const panelsOf = (columns: number) => (columns + 3) >> 2;

/** Inputs that lie in the executor's memory, from this address on. */
interface ResidentTable {
  readonly rows: Rows;
  readonly at: number;
}

/** The largest table that is brought here, in bytes. */
const MOST_RESIDENT = 2 ** 29;

/** Narrow inputs are not worth a look. */
const LEAST_PANELS = 16;
/** The share of blocks with a number in them up to which it pays to list them. */
const MOST_BLOCKS = 0.8;
/** How many batches pass for dense after one that was. */
const DENSE_PAUSE = 63;

/** Runs a network in WebAssembly. Everything lives in one memory; this class is the list of calls that a step makes. */
export class WasmExecutor implements Executor {
  readonly #plan: TrainPlan;
  readonly #network: Network;
  readonly #fixed: FixedLayout;
  readonly #machine: Machine;
  readonly #kernels: Kernels;
  readonly #call: Dispatch;
  readonly #logs: Readonly<Record<Phase, RunningLogs>>;
  /** Runs of neighbouring weights that are trained: the optimizer takes each in one call. */
  readonly #trained: readonly { readonly offset: number; readonly bytes: number }[];
  /** Steps below this one need no derivative: nothing there is trained. */
  readonly #lowest: number;
  /** For each elementwise step, whether its pads must be cleared after it and after its derivative. */
  readonly #spoilsPads: readonly { readonly forward: boolean; readonly backward: boolean }[];
  readonly #optimizerSpoilsPads: boolean;
  #batch: BatchLayout;
  #floats: Float32Array;
  #integers: Int32Array;
  #progress: OptimizerProgress;
  /** Whether the first layer visits only the listed blocks of this batch. */
  #isSparse = false;
  #denseBatches = 0;
  #table: ResidentTable | null = null;

  constructor(plan: TrainPlan, network: Network, weights: readonly Float32Array[]) {
    this.#plan = plan;
    this.#network = network;
    const { threads } = plan;
    this.#fixed = layFixed(network, FIRST_FREE_BYTE + controlBytes(threads));
    this.#batch = layBatch(network, this.#fixed.end, 32);
    this.#machine = startMachine(networkLoops(network), this.#batch.end, threads);
    this.#kernels = this.#machine.kernels;
    this.#call = this.#machine.call;
    abandoned.register(this, this.#machine.stop, this);
    this.#floats = new Float32Array(this.#machine.memory.buffer);
    this.#integers = new Int32Array(this.#machine.memory.buffer);
    const { optimizer, metrics = [] } = plan.training ?? {};
    this.#logs = { train: runningLogs(metrics), test: runningLogs(metrics) };
    this.#trained = neighbours(this.#fixed.weights);
    this.#lowest = network.steps.findIndex((step) => step.op === 'affine' && step.isTrainable);
    this.#spoilsPads = network.steps.map((step) => {
      if (step.op !== 'elementwise' || step.outputs % 4 === 0)
        return { forward: false, backward: false };
      const { rule } = step;
      return {
        forward: !keepsZero((k) => rule.forward(k, 0)),
        backward: !keepsZero((k) => rule.backward(k, 0, 0, 0)),
      };
    });
    this.#optimizerSpoilsPads = optimizer !== undefined && !keepsZeros(optimizer);
    this.#progress = optimizer
      ? startProgress(optimizer)
      : { iterations: 0, learningRate: 0, carry: {} };
    this.writeWeights(weights);
    if (optimizer) {
      Object.values(optimizer.slots).forEach((start, index) => {
        this.#fillSlot(index, start);
      });
    }
  }

  train(batch: Batch): void {
    const rows = this.#forward(batch);
    const loss = this.#loss(batch, rows);
    this.#record('train', batch, rows, loss);
    this.#backward(rows);
    this.#update();
  }

  evaluate(batch: Batch): void {
    const rows = this.#forward(batch);
    const loss = this.#loss(batch, rows);
    this.#record('test', batch, rows, loss);
  }

  predict(batch: Batch): Float32Array {
    return this.#outputs(batch.rows.length, this.#forward(batch)).slice();
  }

  resetLogs(phase: Phase): void {
    this.#logs[phase].reset();
  }

  readLogs(phase: Phase): Promise<PhaseLogs> {
    return Promise.resolve(this.#logs[phase].read());
  }

  readWeights(): Float32Array[] {
    return this.#fixed.weights.map((place) => readMatrix(this.#floats, this.#fixed.params, place));
  }

  writeWeights(weights: readonly Float32Array[]): void {
    this.#fixed.weights.forEach((place, index) => {
      writeMatrix(this.#floats, this.#fixed.params, place, weights[index]);
    });
  }

  readState(): OptimizerState {
    const names = this.#network.training?.graph.slots ?? [];
    const slots = this.#fixed.weights
      .filter(({ isTrainable }) => isTrainable)
      .map((place) =>
        Object.fromEntries(
          names.map((name, index) => [
            name,
            readMatrix(this.#floats, this.#fixed.slots[index], place),
          ]),
        ),
      );
    return { ...this.#progress, slots };
  }

  writeState({ iterations, learningRate, carry, slots }: OptimizerState): void {
    this.#progress = { iterations, learningRate, carry };
    const names = this.#network.training?.graph.slots ?? [];
    const places = this.#fixed.weights.filter(({ isTrainable }) => isTrainable);
    for (const [order, place] of places.entries()) {
      for (const [index, name] of names.entries()) {
        writeMatrix(this.#floats, this.#fixed.slots[index], place, slots[order][name]);
      }
    }
  }

  get learningRate(): number {
    return this.#progress.learningRate;
  }

  set learningRate(learningRate: number) {
    this.#progress = { ...this.#progress, learningRate };
  }

  /** The memory goes with this object. */
  release(): void {}

  dispose(): void {
    this.#machine.stop();
    abandoned.unregister(this);
  }

  /** Fills the input with the batch and runs all steps; gives the number of rows in the panels. */
  #forward({ table, rows: picked }: Batch): number {
    const count = picked.length;
    const rows = up4(count);
    if (rows > this.#batch.capacity) this.#grow(rows);
    const { values } = this.#batch;
    const { steps } = this.#network;
    this.#locate(table.x, picked);
    this.#packInput(count, rows);
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      const [x, y] = [values[index], values[index + 1]];
      if (step.op === 'affine') this.#affine(step, index, x, y, rows);
      else if (step.op === 'elementwise') {
        this.#elementwise(`forward_${index}`, [x, y], rows, step.outputs);
        if (this.#spoilsPads[index].forward) this.#kernels.clearPads(y, rows, step.outputs);
      } else this.#kernels.softmax(x, y, rows, step.outputs);
    }
    return rows;
  }

  /** Y = X·W + b, shared out by panels of Y. */
  #affine(step: AffineStep, index: number, x: number, y: number, rows: number): void {
    const { inputs, outputs } = step;
    const kernel = this.#param(step.kernel);
    const bias = step.bias === null ? null : this.#param(step.bias);
    const isSparse = index === 0 && this.#isSparse;
    const lists = isSparse ? [this.#batch.blocksByRows] : [];
    this.#call(
      isSparse ? 'matmulBlocks' : 'matmul',
      panelsOf(outputs),
      rows * inputs * outputs,
      (from, count) => [
        x,
        ...lists,
        kernel + from * 16 * up4(inputs),
        bias === null ? 0 : bias + from * 16,
        y + from * 16 * rows,
        rows,
        inputs,
        count,
      ],
    );
  }

  /** A loop over matrices of equal size, shared out by panels. */
  #elementwise(name: string, arrays: readonly number[], rows: number, columns: number): void {
    // A function such as exp costs as much as some twenty multiplications.
    this.#call(name, panelsOf(columns), 20 * rows * columns, (from, count) => [
      ...arrays.map((at) => at + from * 16 * rows),
      16 * rows * count,
    ]);
  }

  /**
   * Lists where the rows of the batch are. Rows that are drawn from here and there are read where the table lies in
   * this memory; it is brought here once. Others are staged as they come.
   */
  #locate(x: Rows, picked: Uint32Array): void {
    const stride = 4 * this.#network.inputs;
    const isHere = this.#table?.rows === x || this.#bring(x, picked);
    const first = isHere ? (this.#table as ResidentTable).at : this.#batch.staging;
    if (!isHere) stageRows(this.#floats, this.#batch.staging / 4, x, picked);
    const list = this.#batch.sources / 4;
    for (let i = 0; i < picked.length; i++) {
      this.#integers[list + i] = first + stride * (isHere ? picked[i] : i);
    }
  }

  /** Copies a table that is read in another order than its own behind everything else, if it is not too large. */
  #bring(x: Rows, picked: Uint32Array): boolean {
    const bytes = 4 * x.values.length + 16;
    if (bytes > MOST_RESIDENT || isRun(picked)) return false;
    const at = this.#batch.end;
    this.#reserve(at + bytes);
    this.#floats.set(x.values, at / 4);
    this.#table = { rows: x, at };
    return true;
  }

  /**
   * Puts the rows into panels, and looks for zeros on the way: four of five pixels of MNIST are, and the first
   * layer's products are most of a step. After an input without many the next few are taken as dense without a look,
   * so that dense data pay nothing.
   */
  #packInput(count: number, rows: number): void {
    const { values, sources, blocksByRows, blocksByPanels } = this.#batch;
    const { inputs, steps } = this.#network;
    const panels = panelsOf(inputs);
    const looks = panels >= LEAST_PANELS && steps[0]?.op === 'affine' && this.#denseBatches === 0;
    const lists = looks ? ([blocksByRows, blocksByPanels] as const) : ([0, 0] as const);
    const found = this.#kernels.pack(sources, values[0], count, rows, inputs, ...lists);
    this.#isSparse = looks && found < MOST_BLOCKS * panels * (rows / 4);
    if (looks && !this.#isSparse) this.#denseBatches = DENSE_PAUSE;
    else if (!looks && this.#denseBatches > 0) this.#denseBatches -= 1;
  }

  /** The loss of the batch; its derivative by the outputs is left in the first of the slopes. */
  #loss(batch: Batch, rows: number): number {
    const { loss } = this.#training();
    const count = batch.rows.length;
    const { values, slopes, targets, labels, losses, rowWeights } = this.#batch;
    const width = this.#network.outputs;
    const output = values[values.length - 1];
    const [slope] = slopes;
    const reduction = this.#plan.training?.loss.reduction ?? 'mean';
    stageWeights(this.#floats, rowWeights / 4, batch, reduction);
    if (loss.op === 'crossentropy' && loss.targets === 'classes') {
      stageLabels(this.#integers, labels / 4, batch);
      if (loss.fromLogits) {
        return this.#kernels.sparseCrossentropy(
          output,
          labels,
          rowWeights,
          slope,
          count,
          rows,
          width,
        );
      }
      this.#kernels.oneHot(labels, targets, count, rows, width);
    } else {
      const { scale, shift } = loss.op === 'crossentropy' ? loss : { scale: 1, shift: 0 };
      this.#stageTargets(batch, rows, scale, shift);
    }
    if (loss.op === 'elementwiseMean') {
      this.#elementwise('loss', [targets, output, losses, slope], rows, width);
      return this.#kernels.meanOfColumns(losses, slope, rowWeights, count, rows, width);
    }
    return loss.fromLogits
      ? this.#kernels.denseCrossentropy(output, targets, rowWeights, slope, count, rows, width)
      : this.#kernels.probabilityCrossentropy(
          output,
          targets,
          rowWeights,
          slope,
          count,
          rows,
          width,
          EPSILON,
        );
  }

  #stageTargets(batch: Batch, rows: number, scale: number, shift: number): void {
    const { staging, sources, targets } = this.#batch;
    const count = batch.rows.length;
    const width = this.#network.outputs;
    stageRows(this.#floats, staging / 4, batch.table.y as Rows, batch.rows);
    for (let i = 0; i < count; i++) this.#integers[sources / 4 + i] = staging + 4 * width * i;
    if (scale !== 1 || shift !== 0) {
      const staged = this.#floats.subarray(staging / 4, staging / 4 + count * width);
      for (let i = 0; i < staged.length; i++)
        staged[i] = Math.fround(staged[i] * Math.fround(scale)) + shift;
    }
    this.#kernels.pack(sources, targets, count, rows, width, 0, 0);
  }

  /** From the derivative by the outputs to those by the weights, down to the lowest that is trained. */
  #backward(rows: number): void {
    const { steps } = this.#network;
    const { values, slopes } = this.#batch;
    const { turned } = this.#fixed;
    if (this.#lowest < 0) return;
    let [slope, other] = slopes;
    for (let index = steps.length - 1; index >= this.#lowest; index--) {
      const step = steps[index];
      const [x, y] = [values[index], values[index + 1]];
      const panels = panelsOf(step.outputs);
      if (step.op === 'elementwise') {
        this.#elementwise(`backward_${index}`, [y, slope, x], rows, step.outputs);
        if (this.#spoilsPads[index].backward) this.#kernels.clearPads(slope, rows, step.outputs);
      } else if (step.op === 'softmax') {
        this.#kernels.softmaxBackward(y, slope, slope, rows, step.outputs);
      } else {
        const inner = panelsOf(step.inputs);
        if (step.isTrainable) {
          this.#kernelGradient(step, index, x, slope, rows);
          if (step.bias !== null) this.#kernels.sumRows(slope, this.#grad(step.bias), rows, panels);
        }
        if (index === this.#lowest) return;
        this.#kernels.transpose(this.#param(step.kernel), turned, inner, panels);
        const [from, to] = [slope, other];
        this.#call('matmul', inner, rows * step.inputs * step.outputs, (first, count) => [
          from,
          turned + first * 64 * panels,
          0,
          to + first * 16 * rows,
          rows,
          4 * panels,
          count,
        ]);
        [slope, other] = [to, from];
      }
    }
  }

  /** dW = Xᵀ·dY, shared out by panels of dY. */
  #kernelGradient(step: AffineStep, index: number, x: number, slope: number, rows: number): void {
    const { inputs, outputs } = step;
    const grad = this.#grad(step.kernel);
    const isSparse = index === 0 && this.#isSparse;
    const lists = isSparse ? [this.#batch.blocksByPanels] : [];
    const name = isSparse ? 'matmulTransposedBlocks' : 'matmulTransposed';
    this.#call(name, panelsOf(outputs), rows * inputs * outputs, (from, count) => [
      x,
      ...lists,
      slope + from * 16 * rows,
      grad + from * 16 * up4(inputs),
      rows,
      panelsOf(inputs),
      count,
    ]);
  }

  #update(): void {
    const { optimizer, graph } = this.#training();
    const { progress, scalars } = nextStep(optimizer, this.#progress);
    const { params, grads, slots, weights } = this.#fixed;
    const constants = graph.stepConstants(scalars);
    for (const { offset, bytes } of this.#trained) {
      const arrays = [params, grads, ...slots].map((region) => region + offset);
      this.#call('update', bytes / 16, 10 * bytes, (from, count) => [
        ...arrays.map((at) => at + 16 * from),
        16 * count,
        ...constants,
      ]);
    }
    if (this.#optimizerSpoilsPads) {
      for (const place of weights) clearMatrixPads(this.#floats, params, place);
    }
    this.#progress = progress;
  }

  #record(phase: Phase, batch: Batch, rows: number, loss: number): void {
    const { metrics } = this.#plan.training ?? { metrics: [] };
    const count = batch.rows.length;
    const statistics =
      metrics.length === 0 ? [] : measure(this.#plan, batch, this.#outputs(count, rows));
    this.#logs[phase].add(loss, count, statistics);
  }

  /** The outputs, row by row, in memory that the next call overwrites. */
  #outputs(count: number, rows: number): Float32Array {
    const { values, staging } = this.#batch;
    const width = this.#network.outputs;
    this.#kernels.unpack(values[values.length - 1], staging, count, rows, width);
    return this.#floats.subarray(staging / 4, staging / 4 + count * width);
  }

  #grow(rows: number): void {
    this.#batch = layBatch(
      this.#network,
      this.#fixed.end,
      Math.max(rows, 2 * this.#batch.capacity),
    );
    this.#table = null;
    this.#reserve(this.#batch.end);
  }

  /** Sees to it that there are so many bytes of memory. */
  #reserve(bytes: number): void {
    const { memory } = this.#machine;
    const missing = pagesFor(bytes) - memory.buffer.byteLength / PAGE;
    if (missing <= 0) return;
    memory.grow(missing);
    // Growing detaches every view.
    this.#floats = new Float32Array(memory.buffer);
    this.#integers = new Int32Array(memory.buffer);
  }

  #fillSlot(index: number, start: number): void {
    const at = this.#fixed.slots[index];
    for (const place of this.#fixed.weights) {
      writeMatrix(
        this.#floats,
        at,
        place,
        new Float32Array(place.rows * place.columns).fill(start),
      );
    }
  }

  #param(weight: number): number {
    return this.#fixed.params + this.#fixed.weights[weight].offset;
  }

  #grad(weight: number): number {
    return this.#fixed.grads + this.#fixed.weights[weight].offset;
  }

  #training() {
    if (this.#network.training === null) {
      throw new StateError('The compiled engine was asked to train a model that is not compiled.');
    }
    return this.#network.training;
  }
}

/** Workers of executors that nobody can reach any more are told to end. */
const abandoned = new FinalizationRegistry<() => void>((stop) => stop());

/** Neighbouring places that are trained, taken together. */
function neighbours(
  places: readonly WeightPlace[],
): { readonly offset: number; readonly bytes: number }[] {
  const runs: { offset: number; bytes: number }[] = [];
  for (const { offset, bytes, isTrainable } of places) {
    const last = runs.at(-1);
    if (!isTrainable) continue;
    if (last && last.offset + last.bytes === offset) last.bytes += bytes;
    else runs.push({ offset, bytes });
  }
  return runs;
}
