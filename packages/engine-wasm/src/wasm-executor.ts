import {
  allSlots,
  type Batch,
  type Executor,
  fieldKey,
  type LogsState,
  type OptimizerProgress,
  type OptimizerState,
  OVERWRITE,
  type ParameterStore,
  type Phase,
  type PhaseLogs,
  type Rng,
  type RunningLogs,
  runningLogs,
  StateError,
  seededRng,
  startProgress,
  type TrainPlan,
  takeStep,
  withLearningRate,
} from '@tsuno/core';
import { affineBackward, affineForward, affineGradients } from './affine-step.ts';
import { readMatrix, up4, writeMatrix } from './arena.ts';
import { batchLoss, type Scores } from './batch-loss.ts';
import { pieceRows, piecesOf } from './batch-room.ts';
import { InputPanels } from './input-panels.ts';
import type { Network } from './lower-plan.ts';
import { measure } from './measure.ts';
import { parameterStore } from './parameter-store.ts';
import { penaltiesOfWeights, regularize } from './weight-penalties.ts';
import { type At, backwardStep, forwardStep, type StepTools } from './width-steps.ts';
import { Workspace } from './workspace.ts';

type TrainedPlan = TrainPlan & Required<Pick<TrainPlan, 'training'>>;

/** Runs a network in WebAssembly. Everything lives in one memory; this class is the list of calls that a step makes. */
export class WasmExecutor implements Executor {
  readonly #plan: TrainPlan;
  readonly #rng: Rng;
  readonly #work: Workspace;
  readonly #input: InputPanels;
  readonly #tools: StepTools;
  readonly #logs: Readonly<Record<Phase, RunningLogs>>;
  /** Null for a model that is not compiled. */
  readonly #store: ParameterStore | null;
  /** Steps below this one need no derivative: nothing there is trained. */
  readonly #lowest: number;
  /** How many rows pass at a time where nothing has to stay for a way back. */
  readonly #piece: number;
  #progress: OptimizerProgress;
  /** What penalties on outputs have added to the loss of this batch. */
  #penalty = 0;

  constructor(plan: TrainPlan, network: Network, weights: readonly Float32Array[], rng: Rng) {
    const { optimizer, metrics = [] } = plan.training ?? {};
    this.#plan = plan;
    this.#rng = rng;
    this.#work = new Workspace(network, plan.threads);
    abandoned.register(this, this.#work.stop, this);
    this.#input = new InputPanels(this.#work);
    this.#tools = this.#stepTools();
    this.#logs = { train: runningLogs(metrics), test: runningLogs(metrics) };
    this.#store = network.training && parameterStore(this.#work, network.training);
    this.#lowest = network.steps.findIndex((step) => step.isTrained);
    this.#piece = pieceRows(network);
    this.#progress = optimizer
      ? startProgress(optimizer)
      : { calls: 0, iterations: 0, learningRate: 0, carry: {} };
    this.writeWeights(weights);
    if (optimizer) {
      for (const [slot, start] of Object.entries(allSlots(optimizer))) this.#fillSlot(slot, start);
    }
  }

  train(batch: Batch): void {
    const { optimizer } = this.#trained().training;
    this.#slopes(batch, true);
    this.#progress = takeStep(optimizer, this.#progress, this.#store as ParameterStore);
  }

  gradients(batch: Batch): Float32Array[] {
    this.#slopes(batch, false);
    const { floats, fixed, trained } = this.#work;
    return trained.map((place) => readMatrix(floats, fixed.grads, place));
  }

  evaluate(batch: Batch): void {
    const scores = this.#scores(batch);
    this.#record('test', batch, scores, this.#loss(batch, scores, false));
  }

  predict(batch: Batch): Float32Array {
    const work = this.#work;
    const outputs = new Float32Array(batch.rows.length * work.network.outputs);
    let filled = 0;
    for (const piece of piecesOf(batch, this.#piece)) {
      const { at, rows } = this.#forward(piece, false);
      const made = work.outputs(at, piece.rows.length, rows);
      outputs.set(made, filled);
      filled += made.length;
    }
    return outputs;
  }

  resetLogs(phase: Phase): void {
    this.#logs[phase].reset();
  }

  readLogs(phase: Phase): Promise<PhaseLogs> {
    return Promise.resolve(this.#logs[phase].read());
  }

  readLogsState(phase: Phase): Promise<LogsState> {
    return Promise.resolve(this.#logs[phase].readState());
  }

  writeLogsState(phase: Phase, state: LogsState): void {
    this.#logs[phase].writeState(state);
  }

  readWeights(): Float32Array[] {
    const { floats, fixed } = this.#work;
    return fixed.weights.map((place) => readMatrix(floats, fixed.params, place));
  }

  writeWeights(weights: readonly Float32Array[]): void {
    const { floats, fixed } = this.#work;
    for (const [index, place] of fixed.weights.entries()) {
      writeMatrix(floats, fixed.params, place, weights[index]);
    }
  }

  readState(): OptimizerState {
    const { floats, fixed, trained } = this.#work;
    const regions = Object.entries(fixed.slots);
    const slots = trained.map((place) =>
      Object.fromEntries(regions.map(([name, at]) => [name, readMatrix(floats, at, place)])),
    );
    return { ...this.#progress, slots };
  }

  writeState({ slots, ...progress }: OptimizerState): void {
    const { floats, fixed, trained } = this.#work;
    this.#progress = progress;
    for (const [order, place] of trained.entries()) {
      for (const [name, at] of Object.entries(fixed.slots)) {
        writeMatrix(floats, at, place, slots[order][name]);
      }
    }
  }

  get learningRate(): number {
    return this.#progress.learningRate;
  }

  set learningRate(learningRate: number) {
    const { optimizer } = this.#trained().training;
    this.#progress = withLearningRate('fit', optimizer, this.#progress, learningRate);
  }

  finish(): void {
    const { handling } = this.#trained().training.optimizer;
    if (handling.useEma && this.#progress.calls > 0) this.#store?.run(OVERWRITE);
  }

  /** The memory goes with this object. */
  release(): void {}

  dispose(): void {
    this.#work.stop();
    abandoned.unregister(this);
  }

  /**
   * Leaves the derivatives of the batch's loss by the weights in their region. If it `counts`, the loss is recorded and
   * layers move what they keep.
   */
  #slopes(batch: Batch, counts: boolean): void {
    const scores = this.#forward(batch, true, counts);
    const loss = this.#loss(batch, scores, true);
    if (counts) this.#record('train', batch, scores, loss);
    this.#backward(batch.rows.length, scores.rows);
    regularize(this.#work);
  }

  /**
   * The outputs for a batch that nothing is learned from. The steps take a large one in pieces, as every row is on its
   * own there; the loss takes it whole, since its sums depend on their order. So do penalties on outputs: with one, the
   * batch is not cut.
   */
  #scores(batch: Batch): Scores {
    const work = this.#work;
    const { steps, outputs } = work.network;
    const count = batch.rows.length;
    if (count <= this.#piece || steps.some(({ op }) => op === 'penalty')) {
      return this.#forward(batch, false);
    }
    const rows = up4(count);
    this.#input.makeRoom({ rows: this.#piece, scored: rows });
    const { gathered, scores } = work.batch;
    let filled = gathered;
    for (const piece of piecesOf(batch, this.#piece)) {
      const made = this.#forward(piece, false);
      work.kernels.unpack(made.at, filled, piece.rows.length, made.rows, outputs);
      filled += 4 * outputs * piece.rows.length;
    }
    work.packRows(gathered, scores, count, rows);
    return { at: scores, rows };
  }

  /** Fills the input with the batch and runs all steps; gives where the outputs are. */
  #forward(batch: Batch, isTraining: boolean, moves = false): Scores {
    const count = batch.rows.length;
    const rows = up4(count);
    this.#penalty = 0;
    this.#input.makeRoom({ rows, scored: rows });
    this.#input.fill(batch, rows);
    const { values } = this.#work.batch;
    const { steps } = this.#work.network;
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      if (step.op === 'affine') {
        const isSparse = index === 0 && this.#input.isSparse;
        affineForward(this.#work, step, values[index], values[index + 1], rows, isSparse);
      } else forwardStep(this.#tools, step, this.#at(index, count, rows, isTraining, moves));
    }
    return { at: this.#work.output, rows };
  }

  #at(index: number, count: number, rows: number, isTraining: boolean, moves: boolean): At {
    const { values, saved, losses } = this.#work.batch;
    return {
      index,
      x: values[index],
      y: values[index + 1],
      saved: saved[index],
      scratch: losses,
      count,
      rows,
      isTraining,
      moves,
    };
  }

  /** The loss of the batch with all penalties. */
  #loss(batch: Batch, scores: Scores, wantsSlope: boolean): number {
    const loss = batchLoss(this.#work, this.#trained(), batch, scores, wantsSlope);
    return loss + this.#penalty + penaltiesOfWeights(this.#work);
  }

  /** From the derivative by the outputs to those by the weights, down to the lowest that is trained. */
  #backward(count: number, rows: number): void {
    const { values, slopes } = this.#work.batch;
    const { steps } = this.#work.network;
    if (this.#lowest < 0) return;
    let [slope, other] = slopes;
    for (let index = steps.length - 1; index >= this.#lowest; index--) {
      const step = steps[index];
      if (step.op !== 'affine') {
        backwardStep(this.#tools, step, this.#at(index, count, rows, true, false), slope);
        continue;
      }
      const isSparse = index === 0 && this.#input.isSparse;
      if (step.isTrained) {
        affineGradients(this.#work, step, values[index], slope, count, rows, isSparse);
      }
      if (index === this.#lowest) return;
      affineBackward(this.#work, step, slope, other, rows);
      [slope, other] = [other, slope];
    }
  }

  #stepTools(): StepTools {
    const work = this.#work;
    const { fixed, kernels } = work;
    return {
      kernels,
      loop: (...args) => work.loop(...args),
      param: (weight) => (weight === null ? 0 : work.param(weight)),
      grad: (weight) =>
        weight === null || !fixed.weights[weight].isTrainable ? 0 : work.grad(weight),
      constants: (index) => fixed.constants.get(index) as number,
      // Which batch this is, counted from 1: what the tfjs engine says too.
      randomKey: (layer, seed) => {
        const step = `step_${this.#progress.calls + 1}`;
        return fieldKey(
          seed === null ? this.#rng.fork(`${layer}/${step}`) : seededRng(seed).fork(step),
        );
      },
      addPenalty: (value) => {
        this.#penalty += value;
      },
    };
  }

  #record(phase: Phase, batch: Batch, { at, rows }: Scores, loss: number): void {
    const { metrics } = this.#trained().training;
    const count = batch.rows.length;
    const statistics =
      metrics.length === 0 ? [] : measure(this.#plan, batch, this.#work.outputs(at, count, rows));
    this.#logs[phase].add(loss, count, statistics);
  }

  #fillSlot(slot: string, start: number): void {
    const { fixed, floats } = this.#work;
    // The pads too: a rule may divide by what it accumulates.
    const at = fixed.slots[slot] / 4;
    floats.fill(start, at, at + fixed.regionBytes / 4);
  }

  #trained(): TrainedPlan {
    if (this.#plan.training === undefined) {
      throw new StateError('The compiled engine was asked to train a model that is not compiled.');
    }
    return this.#plan as TrainedPlan;
  }
}

/** Workers let go of the memory of executors that nobody can reach any more. */
const abandoned = new FinalizationRegistry<() => void>((stop) => stop());
