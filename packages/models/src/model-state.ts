import {
  type Engine,
  type Executor,
  type Layer,
  type OptimizerState,
  type PlannedLayer,
  randomSeed,
  requireSettableRate,
  type Shape,
  StateError,
  seededRng,
  startProgress,
  type TrainPlan,
} from '@tsuno/core';
import { chooseEngine, reasonsForFallback } from './choose-engine.ts';
import { type Compilation, planMetrics, requireMatchingOutput } from './compilation.ts';
import type { Environment } from './environment.ts';
import { planLayers } from './plan-layers.ts';

interface Running {
  readonly executor: Executor;
  readonly engine: Engine;
  readonly plan: TrainPlan;
  readonly seed: number;
}

/**
 * The one owner of a model's state: its layers, and once it is built its weights and the optimizer's accumulators.
 * While an executor exists it holds the numbers; without one they wait here.
 */
export class ModelState {
  readonly environment: Environment;
  #layers: readonly Layer[] = [];
  #planned: readonly PlannedLayer[] | null = null;
  #compilation: Compilation | null = null;
  #seed: number | null;
  #weights: readonly Float32Array[] = [];
  #optimizerState: OptimizerState | null = null;
  /** A learning rate that was set before the first step. */
  #chosenRate: number | null = null;
  #running: Running | null = null;
  #isFallbackTold = false;
  #evaluation: Promise<unknown> | null = null;
  /** How many public calls are under way that need the executor. */
  #uses = 0;

  constructor(environment: Environment, seed: number | null) {
    this.environment = environment;
    this.#seed = seed;
  }

  get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** Null before the model is built. */
  get planned(): readonly PlannedLayer[] | null {
    return this.#planned;
  }

  get compilation(): Compilation | null {
    return this.#compilation;
  }

  /** The model's seed; from the first need on, when none was given. */
  get seed(): number {
    this.#seed ??= randomSeed();
    return this.#seed;
  }

  get hasSeed(): boolean {
    return this.#seed !== null;
  }

  get input(): Shape | null {
    return this.#planned?.[0]?.input ?? this.#layers[0]?.inputShape ?? null;
  }

  get output(): Shape | null {
    return this.#planned?.at(-1)?.output ?? null;
  }

  /** Weights of layers that stay where they are stay; the optimizer begins anew. */
  setLayers(layers: readonly Layer[]): void {
    const input = this.input ?? layers[0]?.inputShape ?? null;
    const fixed = layers[0]?.inputShape ?? (this.#planned ? input : null);
    const planned = fixed === null || layers.length === 0 ? null : planLayers(layers, fixed);
    const kept = this.#keptWeights(layers);
    this.#park();
    this.#layers = layers;
    this.#planned = planned;
    this.#optimizerState = null;
    this.#weights = planned === null ? [] : this.#startWeights(planned, kept);
  }

  /** Fixes the shape of the input and makes the weights. `seed` is used when the model has none of its own. */
  build(input: Shape, seed: number | null = null, who = 'build'): void {
    if (this.#layers.length === 0) {
      throw new StateError(
        `${who}: the model has no layers. Add some first: model.add(layers.Dense({ units: 10 })).`,
      );
    }
    const planned = planLayers(this.#layers, input);
    this.#seed ??= seed;
    this.#planned = planned;
    this.#weights = this.#startWeights(planned, []);
  }

  /**
   * Runs checks that may build the model from the data they look at. When they refuse the data, the model is as
   * unbuilt as it was: the next try may bring another shape.
   */
  async buildingIfAccepted<T>(check: () => T | Promise<T>): Promise<T> {
    const wasBuilt = this.#planned !== null;
    const seed = this.#seed;
    try {
      return await check();
    } catch (error) {
      if (!wasBuilt) {
        this.#planned = null;
        this.#weights = [];
        this.#seed = seed;
      }
      throw error;
    }
  }

  /** The weights stay, the optimizer begins anew. */
  compile(compilation: Compilation): void {
    requireMatchingOutput(this.#layers, compilation.loss);
    this.#park();
    this.#compilation = compilation;
    this.#optimizerState = null;
    this.#chosenRate = null;
  }

  /** The plan for targets of this shape; null before targets are known. */
  plan(target: Shape | null): TrainPlan {
    const layers = this.requirePlanned('plan');
    const compilation = this.#compilation;
    const { input } = layers[0];
    const { output } = layers[layers.length - 1];
    if (compilation === null || target === null)
      return Object.freeze({ layers, input, output, threads: 1 });
    const { optimizer, loss, threads } = compilation;
    requireMatchingOutput(this.#layers, loss);
    const metrics = planMetrics(this.environment, compilation, target, output);
    return Object.freeze({
      layers,
      input,
      output,
      threads,
      training: Object.freeze({ optimizer, loss, metrics }),
    });
  }

  /** Why the model trains on the tfjs engine though it might be compiled; empty when it does not, or cannot be known yet. */
  get fallbackReasons(): readonly string[] {
    if (this.#planned === null || this.#compilation === null) return [];
    const { engines } = this.environment;
    return reasonsForFallback(engines, this.plan([]), this.#compilation.jitCompile);
  }

  /**
   * The executor, ready for targets of this shape. One that is at work is never exchanged; otherwise another plan or
   * seed makes a new one, which takes the numbers over.
   */
  executor(target: Shape | null, seed: number | null): Executor {
    const running = this.#running;
    if (running !== null && this.#uses > 1) return running.executor;
    const plan = this.plan(target);
    const wanted = seed ?? running?.seed ?? this.seed;
    if (
      running !== null &&
      running.seed === wanted &&
      (target === null || sameTraining(running.plan, plan))
    ) {
      return running.executor;
    }
    this.#park();
    const engine = chooseEngine(
      this.environment.engines,
      plan,
      this.#compilation?.jitCompile ?? 'auto',
    );
    const executor = engine.prepare(plan, this.#weights, seededRng(wanted));
    if (this.#optimizerState !== null && plan.training) executor.writeState(this.#optimizerState);
    else if (this.#chosenRate !== null && plan.training) executor.learningRate = this.#chosenRate;
    this.#running = { executor, engine, plan, seed: wanted };
    return executor;
  }

  /**
   * Runs an evaluation, of which there is one at a time: two would add up in one account. `onBusy` says what to do
   * when another is under way: wait for it, or throw.
   */
  async evaluating<T>(
    run: () => Promise<T>,
    onBusy: (other: Promise<unknown>) => Promise<unknown>,
  ): Promise<T> {
    while (this.#evaluation !== null) await onBusy(this.#evaluation);
    const evaluation = run();
    this.#evaluation = evaluation.catch(() => {});
    try {
      return await evaluation;
    } finally {
      this.#evaluation = null;
    }
  }

  /** Says once why training is not as fast as it might be. */
  tellFallback(): void {
    if (this.#isFallbackTold) return;
    this.#isFallbackTold = true;
    const reasons = this.fallbackReasons;
    if (reasons.length > 0) {
      console.info(
        `fit: the model trains on the tfjs engine, which is slower than the compiled one: ${reasons.join('; ')}.`,
      );
    }
  }

  /** Marks the beginning of a call that uses the executor; the returned function ends it. */
  use(): () => void {
    this.#uses += 1;
    return () => {
      this.#uses -= 1;
      if (this.#uses === 0) this.#running?.executor.release();
    };
  }

  get weights(): readonly Float32Array[] {
    return this.#running?.executor.readWeights() ?? this.#weights.map((values) => values.slice());
  }

  set weights(weights: readonly Float32Array[]) {
    if (this.#running === null) this.#weights = weights.map((values) => values.slice());
    else this.#running.executor.writeWeights(weights);
  }

  get optimizerState(): OptimizerState | null {
    const running = this.#running;
    return running?.plan.training ? running.executor.readState() : this.#optimizerState;
  }

  get learningRate(): number {
    const running = this.#running;
    if (running?.plan.training) return running.executor.learningRate;
    const optimizer = this.#compilation?.optimizer;
    const start = optimizer && startProgress(optimizer).learningRate;
    return this.#optimizerState?.learningRate ?? this.#chosenRate ?? start ?? 0;
  }

  set learningRate(learningRate: number) {
    if (this.#compilation) requireSettableRate('learningRate', this.#compilation.optimizer);
    if (this.#running?.plan.training) this.#running.executor.learningRate = learningRate;
    else if (this.#optimizerState) this.#optimizerState = { ...this.#optimizerState, learningRate };
    else this.#chosenRate = learningRate;
  }

  /** Whether more or less is better of a metric that was reported by this name; `val_` does not matter. */
  directionOf(log: string): 'up' | 'down' | undefined {
    const name = log.replace(/^val_/, '');
    if (name === 'loss') return 'down';
    const metrics = this.#running?.plan.training?.metrics ?? [];
    return metrics.find((planned) => planned.name === name)?.metric.direction;
  }

  requirePlanned(who: string): readonly PlannedLayer[] {
    if (this.#planned === null) {
      throw new StateError(
        `${who}: the model is not built, so it has no weights yet. Put layers.Input({ shape }) first, call build([null, 784]), or fit it.`,
      );
    }
    return this.#planned;
  }

  /** Takes the numbers back from the executor and drops it. */
  #park(): void {
    if (this.#running === null) return;
    const { executor, plan } = this.#running;
    executor.release();
    this.#weights = executor.readWeights();
    if (plan.training) this.#optimizerState = executor.readState();
    executor.dispose();
    this.#running = null;
  }

  /** For each of `layers` the weights it has now, if it stands where it stood. */
  #keptWeights(layers: readonly Layer[]): readonly (readonly Float32Array[] | null)[] {
    const weights = [...this.weights];
    const now = (this.#planned ?? []).map(({ layer, weights: specs }) => ({
      layer,
      own: weights.splice(0, specs.length),
    }));
    return layers.map((layer, index) => (now[index]?.layer === layer ? now[index].own : null));
  }

  #startWeights(
    planned: readonly PlannedLayer[],
    kept: readonly (readonly Float32Array[] | null)[],
  ): readonly Float32Array[] {
    const rng = seededRng(this.seed);
    return planned.flatMap(
      ({ name, weights }, index) =>
        kept[index] ??
        weights.map((spec) => spec.initializer.call(spec.shape, rng.fork(`${name}/${spec.name}`))),
    );
  }
}

/** Whether two plans of one model report the same metrics. */
function sameTraining(a: TrainPlan, b: TrainPlan): boolean {
  const kinds = (plan: TrainPlan) => plan.training?.metrics.map(({ metric }) => metric.kind).join();
  return kinds(a) !== undefined && kinds(a) === kinds(b);
}
