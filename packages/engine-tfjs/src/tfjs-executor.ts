import {
  allSlots,
  type Batch,
  type Executor,
  isTrained,
  type LogsState,
  lossOfBatch,
  type OptimizerProgress,
  type OptimizerState,
  type Phase,
  type PhaseLogs,
  type Rng,
  StateError,
  startProgress,
  type TensorCell,
  type TrainPlan,
  takeStep,
  tensorStore,
  type WeightSpec,
  withLearningRate,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { batchTensors } from './batch-tensors.ts';
import { PhaseStatistics } from './phase-statistics.ts';

type Slots = Readonly<Record<string, Float32Array>>;

/** What the layers made of a batch. */
interface ForwardPass {
  readonly output: tf.Tensor;
  /** New values of weights that layers keep themselves, by the weight's number; kept beyond any tidy. */
  readonly updates: ReadonlyMap<number, tf.Tensor>;
  readonly penalties: readonly tf.Tensor[];
}

type Report = (
  loss: tf.Tensor,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  sampleWeight: tf.Tensor | null,
) => void;

/** What the backend holds while the executor is at work. */
interface Resident {
  readonly weights: tf.Tensor[];
  readonly slots: Record<string, tf.Tensor>[];
}

/**
 * Runs a plan on whichever tfjs backend is active. Weights and accumulators live in host memory; the first use brings
 * them to the backend, `release` takes them back. On the cpu backend neither copies a number.
 */
export class TfjsExecutor implements Executor {
  readonly #plan: TrainPlan;
  readonly #rng: Rng;
  /** For each weight of the plan what its layer says of it, and its path: `dense_1/kernel`. */
  readonly #places: readonly { readonly spec: WeightSpec; readonly path: string }[];
  /** Which of the weights are trained. */
  readonly #trainable: readonly number[];
  readonly #statistics: Readonly<Record<Phase, PhaseStatistics>>;
  #weights: Float32Array[];
  #slots: Slots[];
  #progress: OptimizerProgress;
  #resident: Resident | null = null;

  constructor(plan: TrainPlan, weights: readonly Float32Array[], rng: Rng) {
    this.#plan = plan;
    this.#rng = rng;
    this.#places = plan.layers.flatMap(({ name, weights: specs }) =>
      specs.map((spec) => ({ spec, path: `${name}/${spec.name}` })),
    );
    const trained = plan.layers.flatMap(({ layer, weights: specs }) =>
      specs.map((spec) => isTrained(layer, spec)),
    );
    this.#trainable = trained.flatMap((isOne, index) => (isOne ? [index] : []));
    this.#weights = [...weights];
    const { optimizer, metrics = [] } = plan.training ?? {};
    this.#slots = this.#trainable.map((index) =>
      Object.fromEntries(
        Object.entries(optimizer ? allSlots(optimizer) : {}).map(([slot, start]) => [
          slot,
          new Float32Array(weights[index].length).fill(start),
        ]),
      ),
    );
    this.#progress = optimizer
      ? startProgress(optimizer)
      : { calls: 0, iterations: 0, learningRate: 0, carry: {} };
    this.#statistics = { train: new PhaseStatistics(metrics), test: new PhaseStatistics(metrics) };
  }

  train(batch: Batch): void {
    const { optimizer } = this.#training();
    const resident = this.#reside();
    tf.tidy(() => {
      const { grads, updates } = this.#differentiate(batch, (value, yTrue, yPred, sampleWeight) =>
        this.#statistics.train.add(value, batch.rows.length, yTrue, yPred, sampleWeight),
      );
      const store = tensorStore(optimizer, this.#cells(resident), grads);
      this.#progress = takeStep(optimizer, this.#progress, store);
      for (const [index, value] of updates) this.#replace(resident, index, value);
    });
  }

  gradients(batch: Batch): Float32Array[] {
    return tidied(() => {
      const { grads, updates } = this.#differentiate(batch, () => {});
      tf.dispose([...updates.values()]);
      return grads.map((grad, order) =>
        grad === null
          ? new Float32Array(this.#weights[this.#trainable[order]].length)
          : grad.dataSync<'float32'>().slice(),
      );
    });
  }

  evaluate(batch: Batch): void {
    const { loss } = this.#training();
    const resident = this.#reside();
    tf.tidy(() => {
      const { x, y, sampleWeight } = batchTensors(batch);
      const yTrue = y as tf.Tensor;
      const { output, penalties } = this.#forward(x, resident.weights, null);
      const value = lossOfBatch(loss, yTrue, output, sampleWeight);
      const total = this.#withPenalties(value, resident.weights, penalties);
      this.#statistics.test.add(total, batch.rows.length, yTrue, output, sampleWeight);
    });
  }

  predict(batch: Batch): Float32Array {
    const resident = this.#reside();
    return tidied(() => {
      const { output } = this.#forward(batchTensors(batch).x, resident.weights, null);
      return tf.cast(output, 'float32').dataSync<'float32'>().slice();
    });
  }

  resetLogs(phase: Phase): void {
    this.#statistics[phase].reset();
  }

  readLogs(phase: Phase): Promise<PhaseLogs> {
    return this.#statistics[phase].read();
  }

  readLogsState(phase: Phase): Promise<LogsState> {
    return this.#statistics[phase].readState();
  }

  writeLogsState(phase: Phase, state: LogsState): void {
    this.#statistics[phase].writeState(state);
  }

  readWeights(): Float32Array[] {
    const resident = this.#resident?.weights;
    return this.#weights.map((host, index) =>
      (resident?.[index].dataSync<'float32'>() ?? host).slice(),
    );
  }

  writeWeights(weights: readonly Float32Array[]): void {
    this.#leave();
    this.#weights = weights.map((values) => values.slice());
  }

  readState(): OptimizerState {
    const slots = this.#resident
      ? this.#resident.slots.map((tensors) =>
          mapValues(tensors, (tensor) => tensor.dataSync<'float32'>().slice()),
        )
      : this.#slots.map((arrays) => mapValues(arrays, (array) => array.slice()));
    return { ...this.#progress, slots };
  }

  writeState({ slots, ...progress }: OptimizerState): void {
    this.#leave();
    this.#progress = progress;
    this.#slots = slots.map((arrays) => mapValues(arrays, (array) => array.slice()));
  }

  get learningRate(): number {
    return this.#progress.learningRate;
  }

  set learningRate(learningRate: number) {
    const { optimizer } = this.#training();
    this.#progress = withLearningRate('fit', optimizer, this.#progress, learningRate);
  }

  async arrived(): Promise<void> {
    const { weights = [], slots = [] } = this.#resident ?? {};
    const tensors = [...weights, ...slots.flatMap((each) => Object.values(each))];
    // tfjs keeps what has been read with the tensor.
    await Promise.all([
      ...tensors.map((tensor) => tensor.data()),
      ...Object.values(this.#statistics).map((statistics) => statistics.arrived()),
    ]);
  }

  finish(): void {
    const { handling } = this.#training().optimizer;
    if (!handling.useEma || this.#progress.calls === 0) return;
    this.#leave();
    for (const [order, index] of this.#trainable.entries()) {
      this.#weights[index] = this.#slots[order].average.slice();
    }
  }

  release(): void {
    for (const statistics of Object.values(this.#statistics)) statistics.settle();
    this.#leave();
  }

  dispose(): void {
    this.release();
  }

  #training() {
    if (!this.#plan.training) {
      throw new StateError('The tfjs engine was asked to train a model that is not compiled.');
    }
    return this.#plan.training;
  }

  /**
   * The derivatives of the loss by the trained weights, and new values for weights that layers keep themselves (by
   * their number, kept). `report` is told the loss and what it came from.
   */
  #differentiate(batch: Batch, report: Report) {
    const { loss } = this.#training();
    const { weights } = this.#reside();
    const { x, y, sampleWeight } = batchTensors(batch);
    const yTrue = y as tf.Tensor;
    let pass: ForwardPass | null = null;
    const forward = () => {
      pass = this.#forward(x, weights, this.#progress.calls + 1);
      tf.keep(pass.output);
      const value = lossOfBatch(loss, yTrue, pass.output, sampleWeight);
      return this.#withPenalties(value, weights, pass.penalties);
    };
    const done = () => pass as ForwardPass | null;
    try {
      const trained = this.#trainable.map((index) => weights[index]);
      const { value, grads } = gradientsOf(forward, trained);
      const { output, updates } = done() as ForwardPass;
      report(value, yTrue, output, sampleWeight);
      return { grads, updates };
    } catch (error) {
      tf.dispose([...(done()?.updates.values() ?? [])]);
      throw error;
    } finally {
      done()?.output.dispose();
    }
  }

  /** The outputs for `x`. `step` is the batch that is trained on, counted from 1, null when not training. */
  #forward(x: tf.Tensor, weights: readonly tf.Tensor[], step: number | null): ForwardPass {
    const updates = new Map<number, tf.Tensor>();
    const penalties: tf.Tensor[] = [];
    let next = 0;
    const output = this.#plan.layers.reduce((input, { layer, name, weights: specs }) => {
      const first = next;
      const own = Object.fromEntries(specs.map((spec) => [spec.name, weights[next++]]));
      const random = this.#rng;
      const mode = {
        training: step !== null,
        step: step ?? 0,
        get rng() {
          return random.fork(`${name}/step_${step ?? 0}`);
        },
        update(weight: string, value: tf.Tensor) {
          const place = first + specs.findIndex((spec) => spec.name === weight);
          updates.get(place)?.dispose();
          updates.set(place, tf.keep(tf.clone(value)));
        },
      };
      const y = layer.call(input, own, mode);
      if (layer.activityRegularizer) {
        penalties.push(tf.div(layer.activityRegularizer.call(y), y.shape[0] ?? 1));
      }
      return y;
    }, x);
    return { output, updates, penalties };
  }

  /** The loss with the penalties of the trained weights and of the layers' outputs. */
  #withPenalties(
    loss: tf.Tensor,
    weights: readonly tf.Tensor[],
    ofOutputs: readonly tf.Tensor[],
  ): tf.Tensor {
    const ofWeights = this.#trainable.flatMap((index) => {
      const { regularizer } = this.#places[index].spec;
      return regularizer ? [regularizer.call(weights[index])] : [];
    });
    return [...ofWeights, ...ofOutputs].reduce((sum, penalty) => tf.add(sum, penalty), loss);
  }

  #cells(resident: Resident): readonly TensorCell[] {
    return this.#trainable.map((index, order) => ({
      path: this.#places[index].path,
      constraint: this.#places[index].spec.constraint ?? null,
      slots: resident.slots[order],
      param: () => resident.weights[index],
      assign: (value) => this.#replace(resident, index, value),
    }));
  }

  #replace({ weights }: Resident, index: number, value: tf.Tensor): void {
    weights[index].dispose();
    weights[index] = value;
  }

  #reside(): Resident {
    this.#resident ??= {
      weights: this.#weights.map((values, index) =>
        keepTensor(values, this.#places[index].spec.shape),
      ),
      slots: this.#slots.map((arrays, order) =>
        mapValues(arrays, (values) =>
          keepTensor(values, this.#places[this.#trainable[order]].spec.shape),
        ),
      ),
    };
    return this.#resident;
  }

  #leave(): void {
    if (this.#resident === null) return;
    const { weights, slots } = this.#resident;
    this.#weights = weights.map((tensor) => tensor.dataSync<'float32'>());
    this.#slots = slots.map((tensors) =>
      mapValues(tensors, (tensor) => tensor.dataSync<'float32'>()),
    );
    tf.dispose([...weights, ...slots.flatMap((tensors) => Object.values(tensors))]);
    this.#resident = null;
  }
}

/**
 * The value of `forward` and its derivatives; null where it does not depend on a weight. When `forward` throws, what
 * the tape has kept is disposed of, which tfjs itself forgets.
 */
function gradientsOf(
  forward: () => tf.Tensor,
  weights: tf.Tensor[],
): { readonly value: tf.Tensor; readonly grads: readonly (tf.Tensor | null)[] } {
  if (weights.length === 0) return { value: forward(), grads: [] };
  const engine = tf.engine();
  try {
    const { value, grads } = engine.gradients(forward, weights, undefined, true);
    return { value, grads: grads.map((grad) => grad ?? null) };
  } catch (error) {
    for (const { saved } of engine.state.activeTape ?? []) tf.dispose(saved ?? []);
    throw error;
  }
}

function keepTensor(values: Float32Array, shape: readonly number[]): tf.Tensor {
  return tf.keep(tf.tensor(values, [...shape], 'float32'));
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  f: (value: A) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));
}

/** What `compute` gives in host memory. `tf.tidy` would look for tensors in every number of what it is given back. */
function tidied<T>(compute: () => T): T {
  const results: T[] = [];
  tf.tidy(() => {
    results.push(compute());
  });
  return results[0];
}
