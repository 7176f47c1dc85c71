import {
  isDescription,
  type Layer,
  type Logs,
  type Namespace,
  OptionError,
  refuseUnknownOptions,
  requireInterval,
  requireName,
  requireSeed,
  requireShape,
  ShapeError,
  StateError,
  show,
  standardOutput,
} from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import {
  type CompileOptions,
  type MetricLike,
  type NamesOf,
  resolveCompilation,
} from './compilation.ts';
import type { BatchIterable } from './data/batch-source.ts';
import type { ClassWeight } from './data/class-weight.ts';
import type { ArrayLikeData } from './data/to-rows.ts';
import type { Environment } from './environment.ts';
import { asReturned, type EvaluateOptions, evaluate } from './evaluate.ts';
import { fit } from './fit.ts';
import { type FitOptions, requireOptions } from './fit-options.ts';
import type { History, NamedLogs } from './history.ts';
import { countWeights, type LayerHandle, layerHandle } from './layer-handle.ts';
import { fromModelJson, type SequentialJson, toModelJson } from './model-json.ts';
import { ModelState } from './model-state.ts';
import { nameLayers } from './plan-layers.ts';
import { type PredictOptions, predict } from './predict.ts';
import { requireCompiled, tableFor } from './prepare-tables.ts';
import { type SummaryOptions, summarize } from './summary.ts';
import { fromGiven, toTensors, toTrainedTensors, type WeightValue } from './weights.ts';

export interface SequentialOptions {
  readonly name?: string;
  /** Seeds the start weights and the order of the examples; without it each model starts differently. */
  readonly seed?: number;
}

export interface BatchOptions {
  readonly sampleWeight?: ArrayLikeData;
  /** True gives `{ accuracy, loss }` in place of `[loss, accuracy]`. */
  readonly returnDict?: boolean;
}

export interface TrainOnBatchOptions extends BatchOptions {
  readonly classWeight?: ClassWeight;
}

/**
 * A stack of layers, each fed with what the one before it makes: Keras's Sequential.
 *
 * It holds its weights in host memory between calls, so there is nothing to dispose of but the tensors that `predict`
 * and `getWeights` hand out.
 *
 * @see https://keras.io/api/models/sequential/
 * @example
 * import { layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([
 *   layers.Dense({ units: 3, activation: 'sigmoid' }),
 *   layers.Dense({ units: 1, activation: 'linear' }),
 * ]);
 * model.compile({
 *   optimizer: optimizers.Adam({ learningRate: 0.01 }),
 *   loss: losses.BinaryCrossentropy({ fromLogits: true }),
 * });
 * const history = await model.fit([[200, 13.9], [260, 12.1]], [1, 0], { epochs: 2, verbose: 0 });
 * console.assert(history.history.loss.length === 2);
 */
export class Sequential<E extends Environment = Environment, Names extends string = string> {
  readonly name: string;
  readonly #state: ModelState;
  #history: History<Names> | null = null;
  #epochsTrained = 0;
  #isFitting = false;

  constructor(layers: readonly Layer[], options: SequentialOptions, environment: E) {
    requireOptions('Sequential', options);
    const { name = 'sequential', seed, ...unknown } = options;
    refuseUnknownOptions('Sequential', unknown, ['name', 'seed']);
    requireName('Sequential', name);
    if (seed !== undefined) requireSeed('Sequential', seed);
    if (!Array.isArray(layers)) {
      throw new OptionError(`Sequential: expected a list of layers, got ${show(layers)}.`);
    }
    this.name = name;
    this.#state = new ModelState(environment, seed ?? null);
    this.#state.setLayers(checkedLayers(layers));
  }

  /**
   * Makes the model that `json` describes, compiled as it was, with fresh weights.
   *
   * @throws OptionError for JSON that is no model; a layer of your own is handed in with `custom`.
   */
  static revive<E extends Environment>(
    environment: E,
    json: SequentialJson | string,
    { custom = {} }: { readonly custom?: Namespace } = {},
  ): Sequential<E> {
    const { name, seed, layers, inputShape, compileOptions } = fromModelJson(
      environment,
      json,
      custom,
    );
    const model = new Sequential(layers, { name, seed: seed ?? undefined }, environment);
    if (inputShape !== null && model.#state.planned === null) model.#state.build(inputShape);
    if (compileOptions) model.#state.compile(resolveCompilation(environment, compileOptions));
    return model;
  }

  /** The layers in their places; `Input` is not among them, as in Keras. */
  get layers(): readonly LayerHandle[] {
    return this.#state
      .requirePlanned('layers')
      .filter(({ layer }) => layer.inputShape === undefined)
      .map(({ name }) => this.getLayer(name));
  }

  /** With the batch in front: `[null, 784]`. @throws StateError before the model is built. */
  get inputShape(): readonly (number | null)[] {
    return [null, ...this.#state.requirePlanned('inputShape')[0].input];
  }

  /** With the batch in front: `[null, 10]`. @throws StateError before the model is built. */
  get outputShape(): readonly (number | null)[] {
    return [null, ...(this.#state.requirePlanned('outputShape').at(-1)?.output ?? [])];
  }

  /** Whether the model has its weights. */
  get built(): boolean {
    return this.#state.planned !== null;
  }

  /** The history of the last `fit`, null before the first. */
  get history(): History<Names> | null {
    return this.#history;
  }

  /**
   * How the model was compiled, names resolved and defaults filled in; null before. To exchange one of them:
   * `model.compile({ ...model.compileOptions, optimizer })`.
   */
  get compileOptions(): CompileOptions | null {
    const { compilation } = this.#state;
    if (compilation === null) return null;
    const given = (metrics: typeof compilation.metrics) => metrics.map((metric) => metric.given);
    const { metrics, weightedMetrics } = compilation;
    return {
      ...compilation,
      metrics: given(metrics),
      weightedMetrics: given(weightedMetrics),
    } as unknown as CompileOptions;
  }

  /** The optimizer's learning rate now; it may be set at any time after `compile`. */
  get learningRate(): number {
    requireCompiled('learningRate', this.#state);
    return this.#state.learningRate;
  }

  set learningRate(learningRate: number) {
    requireCompiled('learningRate', this.#state);
    requireInterval('Sequential', { learningRate }, '[0, ∞)');
    this.#state.learningRate = learningRate;
  }

  /**
   * Adds a layer at the end. Layers that are there keep their weights.
   *
   * @throws OptionError for a duplicate name or a second `Input`; ShapeError for a layer that does not fit.
   */
  add(layer: Layer): this {
    this.#requireIdle('add');
    this.#state.setLayers(checkedLayers([...this.#state.layers, layer]));
    return this;
  }

  /** Takes the last layer away and returns its description; undefined when there is none. */
  pop(): Layer | undefined {
    this.#requireIdle('pop');
    const { layers } = this.#state;
    if (layers.length > 0) this.#state.setLayers(layers.slice(0, -1));
    return layers.at(-1);
  }

  /**
   * Makes the weights for inputs of this shape, with the batch in front as in Keras: `build([null, 784])`.
   * `fit`, `evaluate` and `predict` do it by themselves.
   *
   * @throws ShapeError when an `Input` says otherwise; StateError for a model without layers.
   */
  build(inputShape: readonly (number | null)[]): this {
    this.#requireIdle('build');
    const shape =
      Array.isArray(inputShape) && inputShape[0] === null ? inputShape.slice(1) : inputShape;
    requireShape('build', 'inputShape', shape);
    const { input } = this.#state;
    if (input !== null && String(input) !== String(shape)) {
      throw new ShapeError(`build: the model takes examples of shape [${input}], got [${shape}].`);
    }
    if (this.#state.planned === null) this.#state.build(shape);
    return this;
  }

  /**
   * Says how to train: the optimizer, the loss, and what to report. Weights stay as they are; the optimizer begins
   * anew.
   *
   * @returns the model itself, with the names of its metrics in its type: `const model = new Sequential([…]).compile({ …,
   *   metrics: ['accuracy'] })` makes `history.history.acuracy` a mistake that the compiler finds.
   * @throws OptionError for unknown names (with the nearest known one), and for a last layer whose outputs are not
   *   what the loss takes them for: softmax with `fromLogits: true`, linear with `fromLogits: false`.
   * @see https://keras.io/api/models/model_training_apis/#compile-method
   */
  compile<
    const Metrics extends readonly MetricLike<E>[] = readonly [],
    const Weighted extends readonly MetricLike<E>[] = readonly [],
  >(
    options: CompileOptions<E, Metrics, Weighted>,
  ): Sequential<E, NamesOf<Metrics> | NamesOf<Weighted>> {
    this.#requireIdle('compile');
    const { environment } = this.#state;
    this.#state.compile(resolveCompilation(environment, options as unknown as CompileOptions));
    return this as unknown as Sequential<E, NamesOf<Metrics> | NamesOf<Weighted>>;
  }

  /**
   * Trains the model: `epochs` times over the examples `x` with their targets `y`, in batches. Keras's `fit`, with
   * Keras's defaults; in addition `seed` makes a run repeatable and `signal` stops it. An iterable (sync or async) of
   * batches `[x, y]` or `[x, y, sampleWeight]` may take the place of both.
   *
   * The event loop is kept alive: timers fire while it trains. A loss that becomes NaN is reported by a warning.
   *
   * @returns the history: `history.history.loss[epoch]`.
   * @throws StateError before `compile` and during another `fit`; ShapeError, DataError and LabelError for data that
   *   do not fit; OptionError for options that are unknown or out of range. All before the first step.
   * @see https://keras.io/api/models/model_training_apis/#fit-method
   */
  async fit(x: ArrayLikeData, y: ArrayLikeData, options?: FitOptions): Promise<History<Names>>;
  async fit(x: BatchIterable, options?: FitOptions): Promise<History<Names>>;
  async fit(
    x: ArrayLikeData | BatchIterable,
    y?: unknown,
    options?: FitOptions,
  ): Promise<History<Names>> {
    this.#requireIdle('fit');
    const [targets, chosen] = splitArguments(y, options);
    this.#isFitting = true;
    const done = this.#state.use();
    try {
      const context = {
        name: this.name,
        epochsTrained: this.#epochsTrained,
        onEpochDone: () => {
          this.#epochsTrained += 1;
        },
      };
      this.#history = (await fit(this.#state, context, x, targets, chosen)) as History<Names>;
      return this.#history;
    } finally {
      this.#isFitting = false;
      done();
    }
  }

  /**
   * The loss and metrics on these examples, without training: the loss alone as a number, with metrics a list
   * `[loss, …metrics]` in the order of `compile`, with `returnDict: true` names and values.
   *
   * @throws as `fit`.
   * @see https://keras.io/api/models/model_training_apis/#evaluate-method
   */
  async evaluate(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options: EvaluateOptions & { readonly returnDict: true },
  ): Promise<NamedLogs<Names>>;
  async evaluate(
    x: BatchIterable,
    options: EvaluateOptions & { readonly returnDict: true },
  ): Promise<NamedLogs<Names>>;
  async evaluate(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options?: EvaluateOptions,
  ): Promise<number | number[]>;
  async evaluate(x: BatchIterable, options?: EvaluateOptions): Promise<number | number[]>;
  async evaluate(
    x: ArrayLikeData | BatchIterable,
    y?: unknown,
    options?: EvaluateOptions,
  ): Promise<NamedLogs<Names> | number | number[]> {
    const [targets, chosen] = splitArguments(y, options);
    const logs = await this.#evaluating(() => evaluate(this.#state, this.name, x, targets, chosen));
    return asReturned(logs, chosen?.returnDict);
  }

  /**
   * The model's outputs for these examples, as one tensor, which is yours to dispose of.
   *
   * @throws ShapeError and DataError for examples that do not fit.
   * @see https://keras.io/api/models/model_training_apis/#predict-method
   */
  predict(x: ArrayLikeData, options?: PredictOptions): tf.Tensor {
    const done = this.#state.use();
    try {
      return predict(this.#state, this.name, x, options);
    } finally {
      done();
    }
  }

  /** One update on one batch. Returns what `evaluate` returns, of this batch before the update. */
  async trainOnBatch(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options: TrainOnBatchOptions & { readonly returnDict: true },
  ): Promise<NamedLogs<Names>>;
  async trainOnBatch(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options?: TrainOnBatchOptions,
  ): Promise<number | number[]>;
  async trainOnBatch(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options: TrainOnBatchOptions = {},
  ): Promise<Logs | number | number[]> {
    this.#requireIdle('trainOnBatch');
    return this.#onBatch('trainOnBatch', x, y, options);
  }

  /**
   * The derivatives of the loss of one batch by the trained weights, in the order of `getWeights` (weights that are not
   * trained are left out), without an update. They are yours to dispose of.
   *
   * @throws as `fit`.
   */
  gradients(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options: { readonly sampleWeight?: ArrayLikeData } = {},
  ): tf.Tensor[] {
    requireOptions('gradients', options);
    const { sampleWeight, ...unknown } = options;
    refuseUnknownOptions('gradients', unknown, ['sampleWeight']);
    requireCompiled('gradients', this.#state);
    const done = this.#state.use();
    try {
      const table = tableFor('gradients', this.#state, x, y, { sampleWeight });
      const rows = Uint32Array.from({ length: table.x.size }, (_, row) => row);
      const executor = this.#state.executor(table.y?.shape ?? null, null);
      return toTrainedTensors(
        this.#state.requirePlanned('gradients'),
        executor.gradients({ table, rows }),
      );
    } finally {
      done();
    }
  }

  /** The loss and metrics of one batch, without training. Returns what `evaluate` returns. */
  async testOnBatch(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options: BatchOptions & { readonly returnDict: true },
  ): Promise<NamedLogs<Names>>;
  async testOnBatch(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options?: BatchOptions,
  ): Promise<number | number[]>;
  async testOnBatch(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options: BatchOptions = {},
  ): Promise<Logs | number | number[]> {
    return this.#onBatch('testOnBatch', x, y, options);
  }

  /** The outputs for one batch, as one tensor, which is yours to dispose of. */
  predictOnBatch(x: ArrayLikeData): tf.Tensor {
    return this.predict(x, { batchSize: Number.MAX_SAFE_INTEGER });
  }

  /** Copies of the weights in Keras's order (layer by layer: kernel, bias), yours to dispose of. */
  getWeights(): tf.Tensor[] {
    return toTensors(this.#state.requirePlanned('getWeights'), this.#state.weights);
  }

  /**
   * Sets all weights, in the order of `getWeights`.
   *
   * @throws ShapeError for a wrong number of weights or a wrong shape; nothing is set then.
   */
  setWeights(weights: readonly WeightValue[]): void {
    this.#state.weights = fromGiven(this.#state.requirePlanned('setWeights'), weights);
  }

  /**
   * A layer by its name or its index (from 0, `Input` not counted).
   *
   * @throws OptionError when there is none, with the names there are.
   */
  getLayer(nameOrIndex: string | number): LayerHandle {
    const planned = this.#state.requirePlanned('getLayer');
    const shown = planned.filter(({ layer }) => layer.inputShape === undefined);
    const found =
      typeof nameOrIndex === 'number'
        ? shown.at(nameOrIndex)
        : planned.find(({ name }) => name === nameOrIndex);
    if (found === undefined) {
      throw new OptionError(
        `getLayer: there is no layer ${show(nameOrIndex)}. Layers are ${shown.map(({ name }) => show(name)).join(', ')}.`,
      );
    }
    const start = planned
      .slice(0, planned.indexOf(found))
      .reduce((sum, { weights }) => sum + weights.length, 0);
    const end = start + found.weights.length;
    return layerHandle(found, {
      getWeights: () => toTensors([found], this.#state.weights.slice(start, end)),
      setWeights: (given) => {
        const all = [...this.#state.weights];
        all.splice(start, found.weights.length, ...fromGiven([found], given));
        this.#state.weights = all;
      },
    });
  }

  /** How many numbers the weights hold. @throws StateError before the model is built. */
  countParams(): number {
    return countWeights(this.#state.requirePlanned('countParams'));
  }

  /** Prints Keras's table of the layers, their output shapes and parameters. */
  summary(options: SummaryOptions = {}): void {
    requireOptions('summary', options);
    const known = ['lineLength', 'positions', 'printFn', 'showTrainable', 'layerRange'];
    refuseUnknownOptions(
      'summary',
      Object.fromEntries(Object.entries(options).filter(([option]) => !known.includes(option))),
      known,
    );
    const { layers, planned, fallbackReasons } = this.#state;
    const notes =
      fallbackReasons.length > 0
        ? [`Trains on the tfjs engine: ${fallbackReasons.join('; ')}`]
        : [];
    const text = summarize(
      { name: this.name, layers, planned, optimizerParams: this.#optimizerParams(), notes },
      options,
    );
    if (options.printFn) options.printFn(text);
    else standardOutput().write(`${text}\n`);
  }

  /** The model as JSON, without its weights: `JSON.stringify(model)` calls it. `fromJSON` makes the model again. */
  toJSON(): SequentialJson {
    const { layers, planned, compilation, hasSeed, seed, learningRate } = this.#state;
    return toModelJson({
      learningRate,
      name: this.name,
      seed: hasSeed ? seed : null,
      layers,
      planned,
      compilation,
    });
  }

  /** Iterations, learning rate, and the accumulators of every trainable weight: what Keras counts. */
  #optimizerParams(): number | null {
    const state = this.#state.optimizerState;
    if (state === null || state.iterations === 0) return null;
    const slots = state.slots.flatMap((arrays) => Object.values(arrays));
    return 2 + slots.reduce((sum, { length }) => sum + length, 0);
  }

  async #onBatch(
    who: 'trainOnBatch' | 'testOnBatch',
    x: unknown,
    y: unknown,
    options: TrainOnBatchOptions,
  ): Promise<Logs | number | number[]> {
    requireOptions(who, options);
    const { sampleWeight, classWeight, returnDict, ...unknown } = options;
    refuseUnknownOptions(who, unknown, ['sampleWeight', 'classWeight', 'returnDict']);
    requireCompiled(who, this.#state);
    const logs = await this.#evaluating(async () => {
      const table = await this.#state.buildingIfAccepted(() =>
        tableFor(who, this.#state, x, y, { sampleWeight, classWeight }),
      );
      const rows = Uint32Array.from({ length: table.x.size }, (_, row) => row);
      const executor = this.#state.executor(table.y?.shape ?? null, null);
      const phase = who === 'trainOnBatch' ? 'train' : 'test';
      executor.resetLogs(phase);
      if (phase === 'train') executor.train({ table, rows });
      else executor.evaluate({ table, rows });
      return (await executor.readLogs(phase)).logs;
    });
    return asReturned(logs, returnDict);
  }

  async #evaluating<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#state.use();
    try {
      return await this.#state.evaluating(run, () => {
        throw new StateError(
          'evaluate: another evaluation of this model is under way. Await it first.',
        );
      });
    } finally {
      done();
    }
  }

  #requireIdle(who: string): void {
    if (this.#isFitting) {
      throw new StateError(`${who}: the model is being fitted. Await that fit first.`);
    }
  }
}

/** `fit(x, y, options)` or, for an iterable, `fit(x, options)`. */
function splitArguments<O>(y: unknown, options: O | undefined): readonly [unknown, O | undefined] {
  const isOptions =
    options === undefined &&
    typeof y === 'object' &&
    y !== null &&
    Object.getPrototypeOf(y) === Object.prototype;
  return isOptions ? [undefined, y as O] : [y, options];
}

/** @throws OptionError for things that are no layers and for an `Input` that is not the first. */
function checkedLayers(layers: readonly unknown[]): readonly Layer[] {
  layers.forEach((layer, index) => {
    if (!isDescription(layer, 'layer')) {
      const hint =
        typeof layer === 'function' ? ` Call it: ${(layer as { name: string }).name}({ … }).` : '';
      throw new OptionError(
        `Sequential: layer ${index} is ${show(layer)}, which is no layer.${hint}`,
      );
    }
    if ((layer as Layer).inputShape === undefined || index === 0) return;
    const isSecond = (layers[0] as Layer).inputShape !== undefined;
    throw new OptionError(
      isSecond
        ? `Sequential: layer ${index} is a second Input; a model has one, in front.`
        : `Sequential: layer ${index} is an Input, which must come first.`,
    );
  });
  nameLayers(layers as readonly Layer[]);
  return Object.freeze([...layers]) as readonly Layer[];
}
