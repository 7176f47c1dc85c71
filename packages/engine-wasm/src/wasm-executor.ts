import {
  allSlots,
  type Batch,
  EPSILON,
  type Executor,
  fieldKey,
  type LossOp,
  type OptimizerProgress,
  type OptimizerState,
  type ParameterStore,
  type Phase,
  type PhaseLogs,
  type Rng,
  type Rows,
  type RunningLogs,
  runningLogs,
  StateError,
  seededRng,
  startProgress,
  type TrainPlan,
  takeStep,
  withLearningRate,
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
  writeMatrix,
} from './arena.ts';
import type { Dispatch } from './dispatch.ts';
import { FIRST_FREE_BYTE, type Kernels } from './kernels.ts';
import type { AffineStep, Network, Step } from './lower-plan.ts';
import { type Machine, startMachine } from './machine.ts';
import { measure } from './measure.ts';
import { keepsZero, networkLoops } from './network-loops.ts';
import { parameterStore } from './parameter-store.ts';
import { isRun, stageLabels, stageRows, stageWeights } from './stage.ts';
import { tensorLoss } from './tensor-loss.ts';
import { type At, backwardStep, forwardStep, type StepTools } from './width-steps.ts';
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
  readonly #rng: Rng;
  readonly #tools: StepTools;
  /** Null for a model that is not compiled. */
  readonly #store: ParameterStore | null;
  /** Steps below this one need no derivative: nothing there is trained. */
  readonly #lowest: number;
  readonly #spoils: readonly At['spoils'][];
  #batch: BatchLayout;
  #floats: Float32Array;
  #integers: Int32Array;
  #progress: OptimizerProgress;
  /** Whether the first layer visits only the listed blocks of this batch. */
  #isSparse = false;
  #denseBatches = 0;
  #table: ResidentTable | null = null;
  /** What penalties on outputs have added to the loss of this batch. */
  #penalty = 0;

  constructor(plan: TrainPlan, network: Network, weights: readonly Float32Array[], rng: Rng) {
    this.#plan = plan;
    this.#network = network;
    this.#rng = rng;
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
    this.#lowest = network.steps.findIndex((step) => step.isTrained);
    this.#spoils = network.steps.map(spoilsPads);
    this.#tools = this.#stepTools();
    this.#store = this.#parameterStore();
    this.#progress = optimizer
      ? startProgress(optimizer)
      : { calls: 0, iterations: 0, learningRate: 0, carry: {} };
    this.writeWeights(weights);
    if (optimizer) {
      for (const [slot, start] of Object.entries(allSlots(optimizer))) this.#fillSlot(slot, start);
    }
    for (const [index, at] of this.#fixed.constants) this.#writeConstants(index, at);
  }

  train(batch: Batch): void {
    this.#slopes(batch, true);
    this.#progress = takeStep(this.#training().optimizer, this.#progress, this.#trained());
  }

  gradients(batch: Batch): Float32Array[] {
    this.#slopes(batch, false);
    return this.#trainedPlaces().map((place) => readMatrix(this.#floats, this.#fixed.grads, place));
  }

  evaluate(batch: Batch): void {
    const rows = this.#forward(batch, false);
    const loss = this.#loss(batch, rows, false) + this.#penalties();
    this.#record('test', batch, rows, loss);
  }

  predict(batch: Batch): Float32Array {
    return this.#outputs(batch.rows.length, this.#forward(batch, false)).slice();
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
    const slots = this.#trainedPlaces().map((place) =>
      Object.fromEntries(
        Object.entries(this.#fixed.slots).map(([name, at]) => [
          name,
          readMatrix(this.#floats, at, place),
        ]),
      ),
    );
    return { ...this.#progress, slots };
  }

  writeState({ slots, ...progress }: OptimizerState): void {
    this.#progress = progress;
    for (const [order, place] of this.#trainedPlaces().entries()) {
      for (const [name, at] of Object.entries(this.#fixed.slots)) {
        writeMatrix(this.#floats, at, place, slots[order][name]);
      }
    }
  }

  get learningRate(): number {
    return this.#progress.learningRate;
  }

  set learningRate(learningRate: number) {
    const { optimizer } = this.#training();
    this.#progress = withLearningRate('fit', optimizer, this.#progress, learningRate);
  }

  finish(): void {
    const { handling } = this.#training().optimizer;
    if (handling.useEma && this.#progress.calls > 0) this.#trained().average(1, true);
  }

  /** The memory goes with this object. */
  release(): void {}

  dispose(): void {
    this.#machine.stop();
    abandoned.unregister(this);
  }

  /** The derivatives of the batch's loss by the weights, left in their region. If it `counts`, the loss is recorded and layers move what they keep. */
  #slopes(batch: Batch, counts: boolean): void {
    const rows = this.#forward(batch, true, counts);
    const loss = this.#loss(batch, rows, true) + this.#penalties();
    if (counts) this.#record('train', batch, rows, loss);
    this.#backward(batch.rows.length, rows);
    this.#regularize();
  }

  /** Fills the input with the batch and runs all steps; gives the number of rows in the panels. */
  #forward({ table, rows: picked }: Batch, isTraining: boolean, moves = false): number {
    const count = picked.length;
    const rows = up4(count);
    if (rows > this.#batch.capacity) this.#grow(rows);
    this.#penalty = 0;
    const { values } = this.#batch;
    const { steps } = this.#network;
    this.#locate(table.x, picked);
    this.#packInput(count, rows);
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      if (step.op === 'affine') this.#affine(step, index, values[index], values[index + 1], rows);
      else forwardStep(this.#tools, step, this.#at(index, count, rows, isTraining, moves));
    }
    return rows;
  }

  #at(index: number, count: number, rows: number, isTraining: boolean, moves: boolean): At {
    const { values, saved, losses } = this.#batch;
    const [x, y] = [values[index], values[index + 1]];
    const spoils = this.#spoils[index];
    return {
      index,
      x,
      y,
      saved: saved[index],
      scratch: losses,
      count,
      rows,
      isTraining,
      moves,
      spoils,
    };
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
  #elementwise(
    name: string,
    arrays: readonly number[],
    rows: number,
    columns: number,
    ...constants: number[]
  ): void {
    // A function such as exp costs as much as some twenty multiplications.
    this.#call(name, panelsOf(columns), 20 * rows * columns, (from, count) => [
      ...arrays.map((at) => at + from * 16 * rows),
      16 * rows * count,
      ...constants,
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

  /** The loss of the batch; its derivative by the outputs, if anybody wants it, is left in the first of the slopes. */
  #loss(batch: Batch, rows: number, wantsSlope: boolean): number {
    const { loss } = this.#training();
    return loss === null
      ? this.#tensorLoss(batch, rows, wantsSlope)
      : this.#compiledLoss(loss, batch, rows);
  }

  #tensorLoss(batch: Batch, rows: number, wantsSlope: boolean): number {
    const { output } = this.#plan;
    const count = batch.rows.length;
    const outputs = this.#outputs(count, rows);
    const { value, slope } = tensorLoss(this.#planned().loss, output, batch, outputs, wantsSlope);
    if (slope !== null) {
      this.#floats.set(slope, this.#batch.staging / 4);
      this.#packStaged(this.#batch.slopes[0], count, rows);
    }
    return value;
  }

  #compiledLoss(loss: LossOp, batch: Batch, rows: number): number {
    const count = batch.rows.length;
    const { values, slopes, targets, labels, losses, rowWeights } = this.#batch;
    const width = this.#network.outputs;
    const output = values[values.length - 1];
    const [slope] = slopes;
    stageWeights(this.#floats, rowWeights / 4, batch, this.#planned().loss.reduction);
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
    const { staging, targets } = this.#batch;
    const count = batch.rows.length;
    const width = this.#network.outputs;
    stageRows(this.#floats, staging / 4, batch.table.y as Rows, batch.rows);
    if (scale !== 1 || shift !== 0) {
      const staged = this.#floats.subarray(staging / 4, staging / 4 + count * width);
      for (let i = 0; i < staged.length; i++)
        staged[i] = Math.fround(staged[i] * Math.fround(scale)) + shift;
    }
    this.#packStaged(targets, count, rows);
  }

  /** Puts rows as wide as the outputs, which lie staged one after the other, into panels. */
  #packStaged(to: number, count: number, rows: number): void {
    const { staging, sources } = this.#batch;
    const width = this.#network.outputs;
    for (let i = 0; i < count; i++) this.#integers[sources / 4 + i] = staging + 4 * width * i;
    this.#kernels.pack(sources, to, count, rows, width, 0, 0);
  }

  /** From the derivative by the outputs to those by the weights, down to the lowest that is trained. */
  #backward(count: number, rows: number): void {
    const { steps } = this.#network;
    const { values, slopes } = this.#batch;
    const { turned } = this.#fixed;
    if (this.#lowest < 0) return;
    let [slope, other] = slopes;
    for (let index = steps.length - 1; index >= this.#lowest; index--) {
      const step = steps[index];
      if (step.op !== 'affine') {
        backwardStep(this.#tools, step, this.#at(index, count, rows, true, false), slope);
        continue;
      }
      const panels = panelsOf(step.outputs);
      const inner = panelsOf(step.inputs);
      if (step.isTrained) {
        this.#kernelGradient(step, index, values[index], slope, rows);
        if (step.bias !== null) this.#kernels.sumRows(slope, this.#grad(step.bias), rows, panels);
      }
      if (index === this.#lowest) return;
      this.#kernels.transpose(this.#param(step.kernel), turned, inner, panels);
      const [from, to] = [slope, other];
      this.#call('matmul', inner, rows * step.inputs * step.outputs, (first, columns) => [
        from,
        turned + first * 64 * panels,
        0,
        to + first * 16 * rows,
        rows,
        4 * panels,
        columns,
      ]);
      [slope, other] = [to, from];
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

  /** What the penalties of the weights, and those of the outputs of this batch, add to the loss. */
  #penalties(): number {
    let sum = this.#penalty;
    for (const [
      index,
      { penalty, offset, bytes, rows, columns },
    ] of this.#fixed.weights.entries()) {
      if (penalty === null) continue;
      const { params, turned } = this.#fixed;
      this.#call(`penalty_${index}`, bytes / 16, bytes, (from, count) => [
        params + offset + 16 * from,
        turned + 16 * from,
        16 * count,
      ]);
      // A vector is a row of a matrix of four rows less the other three.
      sum += this.#kernels.sumNumbers(turned, rows, bytes / up4(columns) / 4, columns);
    }
    return sum;
  }

  /** Adds the derivatives of the weights' penalties to those of the loss. */
  #regularize(): void {
    const { params, grads, weights } = this.#fixed;
    for (const [index, place] of weights.entries()) {
      if (place.penalty === null) continue;
      const { offset, bytes, penalty } = place;
      this.#call(`penalty_slope_${index}`, bytes / 16, bytes, (from, count) => [
        grads + offset + 16 * from,
        params + offset + 16 * from,
        16 * count,
        1,
      ]);
      if (!keepsZero((k) => penalty.derivative(k, 0) as number))
        clearMatrixPads(this.#floats, grads, place);
    }
  }

  #parameterStore(): ParameterStore | null {
    if (this.#network.training === null) return null;
    const { optimizer, graph } = this.#network.training;
    const floats = () => this.#floats;
    return parameterStore(optimizer, graph, this.#fixed, this.#call, this.#kernels, floats);
  }

  #trained(): ParameterStore {
    this.#training();
    return this.#store as ParameterStore;
  }

  #stepTools(): StepTools {
    return {
      kernels: this.#kernels,
      loop: (...args) => this.#elementwise(...args),
      param: (weight) => (weight === null ? 0 : this.#param(weight)),
      grad: (weight) =>
        weight === null || !this.#fixed.weights[weight].isTrainable ? 0 : this.#grad(weight),
      constants: (index) => this.#fixed.constants.get(index) as number,
      // Which batch this is, counted from 1: what the tfjs engine says too.
      randomKey: (layer, _index, seed) => {
        const step = `step_${this.#progress.calls + 1}`;
        const rng = seed === null ? this.#rng.fork(`${layer}/${step}`) : seededRng(seed).fork(step);
        return fieldKey(rng);
      },
      addPenalty: (value) => {
        this.#penalty += value;
      },
    };
  }

  #record(phase: Phase, batch: Batch, rows: number, loss: number): void {
    const { metrics } = this.#planned();
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

  #writeConstants(index: number, at: number): void {
    const step = this.#network.steps[index];
    if (step.op !== 'scaleColumns') return;
    const width = up4(step.outputs);
    for (const [order, values] of [step.center, step.scale, step.shift].entries()) {
      this.#floats.set(values, at / 4 + order * width);
    }
  }

  #trainedPlaces() {
    return this.#fixed.weights.filter(({ isTrainable }) => isTrainable);
  }

  #fillSlot(slot: string, start: number): void {
    // The pads too: a rule may divide by what it accumulates.
    const at = this.#fixed.slots[slot] / 4;
    this.#floats.fill(start, at, at + this.#fixed.regionBytes / 4);
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

  /** The description of what `#training` has lowered. */
  #planned() {
    this.#training();
    return this.#plan.training as NonNullable<TrainPlan['training']>;
  }
}

/** Workers of executors that nobody can reach any more are told to end. */
const abandoned = new FinalizationRegistry<() => void>((stop) => stop());

/** Whether the pads of a step's outputs, and of its inputs' derivatives, do not stay zero by themselves. */
function spoilsPads(step: Step): At['spoils'] {
  if (step.outputs % 4 === 0) return { forward: false, backward: false };
  switch (step.op) {
    case 'elementwise':
      return {
        forward: !keepsZero((k) => step.rule.forward(k, 0)),
        backward: !keepsZero((k) => step.rule.backward(k, 0, 0, 0)),
      };
    case 'random':
      return {
        forward: PROBES.some((u) => !keepsZero((k) => step.rule.forward(k, 0, u))),
        backward: PROBES.some((u) => !keepsZero((k) => step.rule.backward(k, 0, u, 0))),
      };
    case 'penalty':
      return { forward: false, backward: !keepsZero((k) => step.rule.derivative(k, 0) as number) };
    default:
      return { forward: false, backward: false };
  }
}

const PROBES = [0, 0.01, 0.3, 0.5, 0.7, 0.99];
