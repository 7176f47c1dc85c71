import {
  type Batch,
  type Executor,
  lossOfBatch,
  nextStep,
  type OptimizerState,
  type Phase,
  type PhaseLogs,
  type Rng,
  StateError,
  startProgress,
  stepTensors,
  type TrainPlan,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { batchTensors } from './batch-tensors.ts';
import { PhaseStatistics } from './phase-statistics.ts';

type Slots = Readonly<Record<string, Float32Array>>;

/** What the backend holds while the executor is at work. */
interface Resident {
  readonly weights: tf.Tensor[];
  readonly slots: Readonly<Record<string, tf.Tensor>>[];
}

/**
 * Runs a plan on whichever tfjs backend is active. Weights and accumulators live in host memory; the first use brings
 * them to the backend, `release` takes them back. On the cpu backend neither copies a number.
 */
export class TfjsExecutor implements Executor {
  readonly #plan: TrainPlan;
  readonly #rng: Rng;
  /** For each weight of the plan: its layer, its name there, its shape. */
  readonly #places: readonly {
    readonly layer: number;
    readonly name: string;
    readonly shape: readonly number[];
  }[];
  /** Which of the weights are trained. */
  readonly #trainable: readonly number[];
  readonly #statistics: Readonly<Record<Phase, PhaseStatistics>>;
  #weights: Float32Array[];
  #slots: Slots[];
  #progress: { iterations: number; learningRate: number; carry: Readonly<Record<string, number>> };
  #resident: Resident | null = null;

  constructor(plan: TrainPlan, weights: readonly Float32Array[], rng: Rng) {
    this.#plan = plan;
    this.#rng = rng;
    this.#places = plan.layers.flatMap(({ weights: specs }, layer) =>
      specs.map(({ name, shape }) => ({ layer, name, shape })),
    );
    this.#trainable = this.#places.flatMap(({ layer }, index) =>
      plan.layers[layer].layer.trainable ? [index] : [],
    );
    this.#weights = [...weights];
    const { optimizer, metrics = [] } = plan.training ?? {};
    this.#slots = this.#trainable.map((index) =>
      Object.fromEntries(
        Object.entries(optimizer?.slots ?? {}).map(([slot, start]) => [
          slot,
          new Float32Array(weights[index].length).fill(start),
        ]),
      ),
    );
    this.#progress = optimizer
      ? startProgress(optimizer)
      : { iterations: 0, learningRate: 0, carry: {} };
    this.#statistics = { train: new PhaseStatistics(metrics), test: new PhaseStatistics(metrics) };
  }

  train(batch: Batch): void {
    const { optimizer, loss } = this.#training();
    const resident = this.#reside();
    const { progress, scalars } = nextStep(optimizer, this.#progress);
    tf.tidy(() => {
      const { x, y, sampleWeight } = batchTensors(batch);
      const yTrue = y as tf.Tensor;
      let yPred: tf.Tensor | null = null;
      const forward = () => {
        yPred = tf.keep(this.#forward(x, resident.weights, progress.iterations));
        return lossOfBatch(loss, yTrue, yPred, sampleWeight);
      };
      try {
        const { value, grads } = gradientsOf(
          forward,
          this.#trainable.map((index) => resident.weights[index]),
        );
        this.#statistics.train.add(
          value,
          batch.rows.length,
          yTrue,
          yPred as unknown as tf.Tensor,
          sampleWeight,
        );
        grads.forEach((grad, order) => {
          if (grad !== null) this.#step(resident, order, grad, scalars);
        });
      } finally {
        (yPred as tf.Tensor | null)?.dispose();
      }
    });
    this.#progress = progress;
  }

  evaluate(batch: Batch): void {
    const { loss } = this.#training();
    const resident = this.#reside();
    tf.tidy(() => {
      const { x, y, sampleWeight } = batchTensors(batch);
      const yTrue = y as tf.Tensor;
      const yPred = this.#forward(x, resident.weights, null);
      const value = lossOfBatch(loss, yTrue, yPred, sampleWeight);
      this.#statistics.test.add(value, batch.rows.length, yTrue, yPred, sampleWeight);
    });
  }

  predict(batch: Batch): Float32Array {
    const resident = this.#reside();
    return tf.tidy(() => {
      const yPred = this.#forward(batchTensors(batch).x, resident.weights, null);
      return tf.cast(yPred, 'float32').dataSync<'float32'>().slice();
    });
  }

  resetLogs(phase: Phase): void {
    this.#statistics[phase].reset();
  }

  readLogs(phase: Phase): Promise<PhaseLogs> {
    return this.#statistics[phase].read();
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

  writeState({ iterations, learningRate, carry, slots }: OptimizerState): void {
    this.#leave();
    this.#progress = { iterations, learningRate, carry };
    this.#slots = slots.map((arrays) => mapValues(arrays, (array) => array.slice()));
  }

  get learningRate(): number {
    return this.#progress.learningRate;
  }

  set learningRate(learningRate: number) {
    this.#progress = { ...this.#progress, learningRate };
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

  /** The outputs for `x`. `step` is the update that is being made, null when not training. */
  #forward(x: tf.Tensor, weights: readonly tf.Tensor[], step: number | null): tf.Tensor {
    let next = 0;
    return this.#plan.layers.reduce((input, { layer, name, weights: specs }) => {
      const own = Object.fromEntries(specs.map((spec) => [spec.name, weights[next++]]));
      const random = this.#rng;
      const mode = {
        training: step !== null,
        get rng() {
          return random.fork(`${name}/step_${step ?? 0}`);
        },
      };
      return layer.call(input, own, mode);
    }, x);
  }

  /** Moves the trainable weight number `order`. */
  #step(
    resident: Resident,
    order: number,
    grad: tf.Tensor,
    scalars: Readonly<Record<string, number>>,
  ): void {
    const index = this.#trainable[order];
    const before = { param: resident.weights[index], ...resident.slots[order] };
    const { param, slots } = stepTensors(this.#training().optimizer, { ...before, grad }, scalars);
    tf.dispose(before);
    resident.weights[index] = param;
    resident.slots[order] = slots;
  }

  #reside(): Resident {
    this.#resident ??= {
      weights: this.#weights.map((values, index) => keepTensor(values, this.#places[index].shape)),
      slots: this.#slots.map((arrays, order) =>
        mapValues(arrays, (values) =>
          keepTensor(values, this.#places[this.#trainable[order]].shape),
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
