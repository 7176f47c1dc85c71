import {
  type Layer,
  refuseFurther,
  refuseUnknownOptions,
  requireInterval,
  requireName,
  requireOptions,
  requireSeed,
  requireShape,
  type Shape,
  ShapeError,
  sameShape,
  showShape,
} from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import { checkedLayers } from './checked-layers.ts';
import { type CompileOptions, type ResolvedOptions, resolveCompilation } from './compilation.ts';
import type { BatchIterable } from './data/batch-source.ts';
import type { ArrayLikeData } from './data/to-rows.ts';
import type { Environment } from './environment.ts';
import { type EvaluateOptions, evaluate } from './evaluate.ts';
import type {
  FileSource,
  FileTarget,
  LoadModelOptions,
  LoadWeightsOptions,
  SaveOptions,
} from './file-options.ts';
import { definitionJson, saveModel, saveModelWeights } from './files.ts';
import { fit } from './fit.ts';
import type { FitOptions } from './fit-options.ts';
import { type GradientOptions, gradients } from './gradients.ts';
import { heldPlace } from './held-place.ts';
import type { Evaluated, History } from './history.ts';
import {
  countWeights,
  findLayer,
  type LayerHandle,
  layerHandle,
  shownLayers,
} from './layer-handle.ts';
import { fromModelJson, type ReviveOptions } from './model-json.ts';
import {
  type BatchOptions,
  type TrainOnBatchOptions,
  testOnBatch,
  trainOnBatch,
} from './on-batch.ts';
import { type PredictOptions, predict } from './predict.ts';
import type { SequentialJson } from './sequential-json.ts';
import {
  type NamedOptimizerState,
  type NamedWeight,
  namedOptimizerState,
  namedWeights,
} from './snapshot.ts';
import { type ArgumentsAfter, splitArguments } from './split-arguments.ts';
import { ModelState } from './state/model-state.ts';
import { type SummaryOptions, summaryOf } from './summary.ts';
import { fromGiven, toTensors, type WeightValue } from './weights.ts';

export interface SequentialOptions {
  /** What `summary` and files call the model. */
  readonly name?: string;
  /** Seeds the start weights and the order of the examples; without it each model starts differently. */
  readonly seed?: number;
}

/**
 * A stack of layers, each fed with what the one before it makes: Keras's Sequential.
 *
 * It holds its weights in host memory between calls, so there is nothing to dispose of but the tensors that `predict`
 * and `getWeights` hand out.
 *
 * One call at a time trains or changes a model: a call that comes while another is under way is refused with a
 * StateError. During `fit` a model may be evaluated (training holds still meanwhile), may predict, and may be read; its
 * weights and learning rate may be set, which takes effect with the next batch.
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
export class Sequential<Names extends string = string> {
  /** What `summary` and files call the model. */
  readonly name: string;
  readonly #state: ModelState;
  #history: History<Names> | null = null;

  constructor(layers: readonly Layer[], options: SequentialOptions, environment: Environment) {
    // Before the options: layers that are no list stand where the options should.
    const checked = checkedLayers(layers, environment.layers);
    requireOptions('Sequential', options, '{ seed: 1 }');
    const { name = 'sequential', seed, ...unknown } = options;
    refuseUnknownOptions('Sequential', unknown, ['name', 'seed']);
    requireName('Sequential', name);
    if (seed !== undefined) requireSeed('Sequential', seed);
    this.name = name;
    this.#state = new ModelState(environment, seed ?? null, this);
    this.#state.setLayers(checked);
  }

  /**
   * Makes the model that `json` describes, compiled as it was, with fresh weights.
   *
   * @throws OptionError for JSON that is no model; a layer of your own is handed in with `custom`.
   */
  static revive(
    environment: Environment,
    json: SequentialJson | string,
    options?: ReviveOptions,
  ): Sequential {
    const { name, seed, layers, inputShape, compileOptions } = fromModelJson(
      'Sequential.fromJSON',
      environment,
      json,
      options,
    );
    const model = new Sequential(layers, { name, seed: seed ?? undefined }, environment);
    if (inputShape !== null) model.#build('Sequential.fromJSON', inputShape);
    if (compileOptions) model.#state.compile(resolveCompilation(environment, compileOptions));
    return model;
  }

  /** Opens a saved model: `loadModel` of the package `tsuno`, where it is documented. */
  static async load(
    environment: Environment,
    source: unknown,
    options?: LoadModelOptions,
  ): Promise<Sequential> {
    const held = heldPlace(source);
    const { openModel } = await import('./later.ts');
    const { revived, restored } = await openModel('loadModel', environment, held, options);
    const { name, seed } = revived;
    const model = new Sequential([], { name, seed: seed ?? undefined }, environment);
    model.#state.restore(restored);
    return model;
  }

  /** The layers in their places; `Input` is not among them, as in Keras. */
  get layers(): readonly LayerHandle[] {
    const planned = this.#state.definition.requirePlanned('layers');
    return shownLayers(planned).map((layer) => layerHandle(this.#state, layer));
  }

  /** With the batch in front: `[null, 784]`. @throws StateError before the model is built. */
  get inputShape(): readonly (number | null)[] {
    return [null, ...this.#state.definition.requirePlanned('inputShape')[0].input];
  }

  /** With the batch in front: `[null, 10]`. @throws StateError before the model is built. */
  get outputShape(): readonly (number | null)[] {
    const planned = this.#state.definition.requirePlanned('outputShape');
    return [null, ...planned[planned.length - 1].output];
  }

  /** Whether the model has its weights. */
  get built(): boolean {
    return this.#state.definition.planned !== null;
  }

  /** The history of the last `fit`, null before the first. */
  get history(): History<Names> | null {
    return this.#history;
  }

  /**
   * How the model was compiled, names resolved and defaults filled in; null before. To exchange one of them:
   * `model.compile({ ...model.compileOptions, optimizer })`.
   */
  get compileOptions(): ResolvedOptions | null {
    const { compilation } = this.#state.definition;
    if (compilation === null) return null;
    const given = (metrics: typeof compilation.metrics) => metrics.map((metric) => metric.given);
    const { metrics, weightedMetrics } = compilation;
    return {
      ...compilation,
      metrics: given(metrics),
      weightedMetrics: given(weightedMetrics),
    } as ResolvedOptions;
  }

  /** The optimizer's learning rate now; it may be set at any time after `compile`, unless it follows a schedule. */
  get learningRate(): number {
    this.#state.definition.requireCompiled('learningRate');
    return this.#state.numbers.learningRate;
  }

  set learningRate(learningRate: number) {
    this.#state.definition.requireCompiled('learningRate');
    requireInterval('Sequential', { learningRate }, '[0, ∞)');
    this.#state.numbers.learningRate = learningRate;
  }

  /**
   * The weights with their paths and shapes, in Keras's order: copies, in which nothing changes.
   *
   * @throws StateError before the model is built.
   * @example
   * import { layers, Sequential } from 'tsuno';
   *
   * const model = new Sequential([layers.Dense({ units: 3 })]).build([null, 2]);
   * const [kernel, bias] = model.weights;
   * console.assert(kernel.path === 'dense/kernel' && kernel.values.length === 6);
   * console.assert(bias.trainable && bias.shape[0] === 3);
   */
  get weights(): readonly NamedWeight[] {
    const planned = this.#state.definition.requirePlanned('weights');
    return namedWeights(planned, this.#state.numbers.weights);
  }

  /**
   * How far the optimizer has come, with its accumulators: a copy, in which nothing changes. Null before `compile` and
   * before the first batch after it.
   *
   * @example
   * import { layers, Sequential } from 'tsuno';
   *
   * const model = new Sequential([layers.Dense({ units: 1 })]);
   * model.compile({ optimizer: 'adam', loss: 'mse' });
   * await model.trainOnBatch([[1, 2], [3, 4]], [1, 0]);
   * const state = model.optimizerState;
   * console.assert(state?.iterations === 1 && state.slots['dense/kernel'].m.length === 2);
   */
  get optimizerState(): NamedOptimizerState | null {
    const { definition, numbers } = this.#state;
    if (definition.planned === null || definition.compilation === null) return null;
    return namedOptimizerState(definition.planned, numbers.optimizerState);
  }

  /**
   * Adds a layer at the end. Layers that are there keep their weights.
   *
   * @throws OptionError for a duplicate name or a second `Input`; ShapeError for a layer that does not fit.
   */
  add(layer: Layer): this {
    refuseFurther('add(layer)', arguments);
    this.#state.turns.requireIdle('add');
    this.#state.setLayers(
      checkedLayers(
        [...this.#state.definition.layers, layer],
        this.#state.definition.environment.layers,
      ),
    );
    return this;
  }

  /** Takes the last layer away and returns its description; undefined when there is none. */
  pop(): Layer | undefined {
    refuseFurther('pop()', arguments);
    this.#state.turns.requireIdle('pop');
    const { layers } = this.#state.definition;
    if (layers.length > 0) this.#state.setLayers(layers.slice(0, -1));
    return layers.at(-1);
  }

  /**
   * Makes the weights for inputs of this shape, with the batch in front as in Keras: `build([null, 784])`.
   * `fit`, `evaluate` and `predict` do it by themselves.
   *
   * @throws ShapeError when an `Input` says otherwise; StateError for a model without layers; UnsupportedError for more
   *   weights than memory is planned for.
   */
  build(inputShape: readonly (number | null)[]): this {
    refuseFurther('build(inputShape)', arguments);
    this.#state.turns.requireIdle('build');
    const shape =
      Array.isArray(inputShape) && inputShape[0] === null ? inputShape.slice(1) : inputShape;
    requireShape('build', 'inputShape', shape);
    this.#build('build', shape);
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
  compile(options: CompileOptions): Sequential {
    refuseFurther('compile(options)', arguments);
    this.#state.turns.requireIdle('compile');
    const { environment } = this.#state.definition;
    this.#state.compile(resolveCompilation(environment, options));
    return this as unknown as Sequential;
  }

  /**
   * Trains the model: `epochs` times over the examples `x` with their targets `y`, in batches. Keras's `fit`, with
   * Keras's defaults; in addition `seed` makes a run repeatable and `signal` stops it. An iterable (sync or async) of
   * batches `[x, y]` or `[x, y, sampleWeight]` may take the place of both; its iterator is closed at the end.
   *
   * The event loop is kept alive: timers fire while it trains. A loss that becomes NaN is reported by a warning.
   *
   * @returns the history: `history.history.loss[epoch]`.
   * @throws StateError before `compile` and while the model is busy; ShapeError, DataError and LabelError for data that
   *   do not fit; OptionError for options that are unknown or out of range. All before the first step.
   * @see https://keras.io/api/models/model_training_apis/#fit-method
   */
  async fit<X extends ArrayLikeData | BatchIterable>(
    x: X,
    ...rest: ArgumentsAfter<X, FitOptions<Names>>
  ): Promise<History<Names>> {
    refuseFurther('fit(x, y, options)', arguments);
    const [y, options] = splitArguments<FitOptions>(rest);
    const history = await this.#state.turns.alone('fit', (call) =>
      fit(this.#state, call, this.name, x, y, options),
    );
    this.#history = history as History<Names>;
    return this.#history;
  }

  /**
   * The loss and metrics on these examples, without training: the loss alone as a number, with metrics a list
   * `[loss, …metrics]` in the order of `compile`, with `returnDict: true` names and values.
   *
   * @throws as `fit`; during `fit` it is allowed, beside another evaluation it is not.
   * @see https://keras.io/api/models/model_training_apis/#evaluate-method
   */
  async evaluate<X extends ArrayLikeData | BatchIterable, Dict extends boolean = false>(
    x: X,
    ...rest: ArgumentsAfter<X, EvaluateOptions<Dict>>
  ): Promise<Evaluated<Names, Dict>> {
    refuseFurther('evaluate(x, y, options)', arguments);
    const [y, options] = splitArguments<EvaluateOptions>(rest);
    return this.#state.turns.evaluating('evaluate', (call) =>
      evaluate(this.#state, call, this.name, x, y, options),
    ) as Promise<Evaluated<Names, Dict>>;
  }

  /**
   * The model's outputs for these examples, as one tensor, which is yours to dispose of. Its type is that of vectors,
   * so that `arraySync()` gives `number[][]`; for outputs with more axes say which: `const images: tf.Tensor4D =
   * model.predict(x)`. Operations on it are functions of `tf`: `tf.argMax(y, -1)`, `tf.softmax(y)`.
   *
   * @throws ShapeError and DataError for examples that do not fit; OptionError for hooks that are async.
   * @see https://keras.io/api/models/model_training_apis/#predict-method
   */
  predict<R extends tf.Rank = tf.Rank.R2>(
    x: ArrayLikeData,
    options?: PredictOptions,
  ): tf.Tensor<R> {
    refuseFurther('predict(x, options)', arguments);
    return this.#state.turns.atOnce('predict', (call) =>
      predict(this.#state, call, this.name, x, options),
    ) as tf.Tensor<R>;
  }

  /** One update on one batch. Returns what `evaluate` returns, of this batch before the update. @throws as `fit`. */
  async trainOnBatch<Dict extends boolean = false>(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options?: TrainOnBatchOptions<Dict>,
  ): Promise<Evaluated<Names, Dict>> {
    refuseFurther('trainOnBatch(x, y, options)', arguments);
    return this.#state.turns.alone('trainOnBatch', (call) =>
      trainOnBatch(this.#state, call, x, y, options),
    ) as Promise<Evaluated<Names, Dict>>;
  }

  /** The loss and metrics of one batch, without training. Returns what `evaluate` returns. @throws as `evaluate`. */
  async testOnBatch<Dict extends boolean = false>(
    x: ArrayLikeData,
    y: ArrayLikeData,
    options?: BatchOptions<Dict>,
  ): Promise<Evaluated<Names, Dict>> {
    refuseFurther('testOnBatch(x, y, options)', arguments);
    return this.#state.turns.evaluating('testOnBatch', (call) =>
      testOnBatch(this.#state, call, x, y, options),
    ) as Promise<Evaluated<Names, Dict>>;
  }

  /** The outputs for one batch, as one tensor, which is yours to dispose of. Its type is that of `predict`. */
  predictOnBatch<R extends tf.Rank = tf.Rank.R2>(x: ArrayLikeData): tf.Tensor<R> {
    refuseFurther('predictOnBatch(x)', arguments);
    return this.predict(x, { batchSize: Number.MAX_SAFE_INTEGER });
  }

  /**
   * The derivatives of the loss of one batch by the trained weights, in the order of `getWeights` (weights that are not
   * trained are left out), without an update. They are yours to dispose of.
   *
   * @throws as `fit`.
   */
  gradients(x: ArrayLikeData, y: ArrayLikeData, options?: GradientOptions): tf.Tensor[] {
    refuseFurther('gradients(x, y, options)', arguments);
    return this.#state.turns.atOnce('gradients', (call) =>
      gradients(this.#state, call, x, y, options),
    );
  }

  /** Copies of the weights in Keras's order (layer by layer: kernel, bias), yours to dispose of. */
  getWeights(): tf.Tensor[] {
    const planned = this.#state.definition.requirePlanned('getWeights');
    return toTensors(planned, this.#state.numbers.weights);
  }

  /**
   * Sets all weights, in the order of `getWeights`.
   *
   * @throws ShapeError for a wrong number of weights or a wrong shape; nothing is set then.
   */
  setWeights(weights: readonly WeightValue[]): void {
    refuseFurther('setWeights(weights)', arguments);
    const planned = this.#state.definition.requirePlanned('setWeights');
    this.#state.numbers.weights = fromGiven('setWeights', planned, weights);
  }

  /**
   * A layer by its name or its index (from 0, `Input` not counted; -1 is the last).
   *
   * @throws OptionError when there is none, with the names there are.
   */
  getLayer(nameOrIndex: string | number): LayerHandle {
    refuseFurther('getLayer(nameOrIndex)', arguments);
    const planned = this.#state.definition.requirePlanned('getLayer');
    return layerHandle(this.#state, findLayer(planned, nameOrIndex));
  }

  /** How many numbers the weights hold. @throws StateError before the model is built. */
  countParams(): number {
    return countWeights(this.#state.definition.requirePlanned('countParams'));
  }

  /** Prints Keras's table of the layers, their output shapes and parameters. */
  summary(options?: SummaryOptions): void {
    refuseFurther('summary(options)', arguments);
    summaryOf(this.#state, this.name, options);
  }

  /** The model as JSON, without its weights: `JSON.stringify(model)` calls it. `fromJSON` makes the model again. */
  toJSON(): SequentialJson {
    return definitionJson(this.#state, this.name);
  }

  /**
   * Writes the whole model, from which `loadModel` goes on to the bit: layers, weights, how it was compiled, and how far
   * the optimizer has come. `'model.keras'` is Keras 3's own file, which Keras opens and trains on.
   *
   * @throws OptionError for a target that is none; UnsupportedError for what the format cannot hold, such as functions
   *   as options. A file that is there stays until the new one is whole.
   * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
   */
  async save(target: FileTarget, options?: SaveOptions): Promise<void> {
    refuseFurther('save(target, options)', arguments);
    return saveModel(this.#state, this.name, target, options);
  }

  /**
   * Writes the weights, and how far the optimizer has come where the format holds it.
   *
   * @throws StateError before the model is built; otherwise as `save`.
   * @see https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/
   */
  async saveWeights(target: FileTarget, options?: SaveOptions): Promise<void> {
    refuseFurther('saveWeights(target, options)', arguments);
    return saveModelWeights(this.#state, this.name, target, options);
  }

  /**
   * Takes over the weights of a file, and the optimizer's state where it holds it. All of them or none.
   *
   * @throws StateError before the model is built; ShapeError and DataError for weights that are not this model's, and
   *   for damaged files.
   * @see https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/
   */
  async loadWeights(source: FileSource, options?: LoadWeightsOptions): Promise<void> {
    refuseFurther('loadWeights(source, options)', arguments);
    return this.#state.turns.alone('loadWeights', async () => {
      const held = heldPlace(source);
      const { loadWeights } = await import('./later.ts');
      return loadWeights(this.#state, this.name, held, options);
    });
  }

  #build(who: string, shape: Shape): void {
    const { input, planned } = this.#state.definition;
    if (input !== null && !sameShape(input, shape)) {
      throw new ShapeError(
        `${who}: the model takes examples of shape ${showShape(input)}, got ${showShape(shape)}.`,
      );
    }
    if (planned === null) this.#state.build(shape, null, who);
  }
}
