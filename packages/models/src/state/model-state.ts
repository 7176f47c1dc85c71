import {
  type Executor,
  type Layer,
  type OptimizerState,
  type PlannedLayer,
  type Shape,
  seededRng,
} from '@tsuno/core';
import type { Compilation } from '../compilation.ts';
import type { Environment } from '../environment.ts';
import { planLayers } from '../plan-layers.ts';
import { ExecutorLife } from './executor-life.ts';
import { ModelDefinition } from './model-definition.ts';
import { ModelNumbers } from './model-numbers.ts';
import { type Call, Turns } from './turns.ts';

/** What a model goes on from. */
export interface Restored {
  readonly layers: readonly Layer[];
  readonly planned: readonly PlannedLayer[] | null;
  readonly compilation: Compilation | null;
  readonly weights: readonly Float32Array[];
  readonly optimizerState: OptimizerState | null;
  readonly epochsTrained: number;
  readonly randomSeed: number | null;
}

/**
 * The one owner of a model's state, made of four things: what the model is (`definition`), its numbers, the life of its
 * executor, and who may use it when (`turns`). What concerns more than one of them is here.
 */
export class ModelState {
  readonly definition: ModelDefinition;
  readonly numbers = new ModelNumbers();
  readonly turns: Turns;
  readonly #life = new ExecutorLife(this.numbers);
  #isFallbackTold = false;
  /** From a snapshot. */
  #randomSeed: number | null = null;

  /** `owner` is the model whose state it is. */
  constructor(
    environment: Environment,
    seed: number | null,
    readonly owner: object,
  ) {
    this.definition = new ModelDefinition(environment, seed);
    this.turns = new Turns(
      (call) => this.#life.letGo(call),
      () => this.#life.arrived(),
    );
  }

  /** Weights of layers that stay where they are stay; the optimizer begins anew. */
  setLayers(layers: readonly Layer[]): void {
    const { definition } = this;
    const fixed = layers[0]?.inputShape ?? definition.planned?.[0]?.input ?? null;
    const planned = fixed === null || layers.length === 0 ? null : planLayers(layers, fixed);
    const kept = this.#keptWeights(layers);
    this.#life.end();
    definition.layers = layers;
    definition.planned = planned;
    this.numbers.begin(planned === null ? [] : this.#startWeights(planned, kept));
  }

  /** Fixes the shape of the input and makes the weights. `seed` is used when the model has none of its own. */
  build(input: Shape, seed: number | null = null, who = 'build'): void {
    const { definition } = this;
    definition.requireLayers(who);
    const planned = planLayers(definition.layers, input);
    definition.givenSeed ??= seed;
    definition.planned = planned;
    this.numbers.begin(this.#startWeights(planned, []));
  }

  /** Begins where a snapshot ends. Nothing has been done with the model yet. */
  restore({ layers, planned, compilation, weights, optimizerState, ...snapshot }: Restored): void {
    const { definition, numbers } = this;
    definition.layers = layers;
    definition.planned = planned;
    if (compilation !== null) this.compile(compilation);
    numbers.begin(weights);
    numbers.optimizerState = optimizerState;
    numbers.epochsTrained = snapshot.epochsTrained;
    this.#randomSeed = snapshot.randomSeed;
  }

  /** The seed of the random numbers that training draws; null for the model's own. */
  get randomSeed(): number | null {
    return this.#life.seed ?? this.#randomSeed;
  }

  /**
   * Runs checks that may build the model from the data they look at. When they refuse the data, the model is as
   * unbuilt as it was: the next try may bring another shape. A model that another call has used meanwhile stays built.
   */
  buildingIfAccepted<T>(check: () => T): T {
    const { definition } = this;
    const { planned, givenSeed } = definition;
    const undo = () => {
      if (planned !== null || this.#life.exists) return;
      definition.planned = null;
      definition.givenSeed = givenSeed;
      this.numbers.begin([]);
    };
    try {
      const checked = check();
      if (!(checked instanceof Promise)) return checked;
      return checked.catch((error) => {
        undo();
        throw error;
      }) as T;
    } catch (error) {
      undo();
      throw error;
    }
  }

  /** The weights stay, the optimizer begins anew. */
  compile(compilation: Compilation): void {
    this.definition.compilation = compilation;
    this.#life.end();
    this.numbers.setOptimizer(compilation.optimizer);
  }

  /**
   * The executor, ready for targets of this shape (null: to predict), which `call` holds while it is under way. Without a
   * seed its random numbers go on as they are.
   *
   * @throws StateError when another call holds one that does not do.
   */
  executor(call: Call, target: Shape | null, seed: number | null = null): Executor {
    const { definition } = this;
    const wanted = seed ?? this.randomSeed ?? definition.seed;
    return this.#life.take(call, definition.plan(target), wanted, (plan) =>
      definition.engineFor(plan),
    );
  }

  /** Says once why training is not as fast as it might be. */
  tellFallback(): void {
    if (this.#isFallbackTold) return;
    this.#isFallbackTold = true;
    const reasons = this.definition.fallbackReasons;
    if (reasons.length > 0) {
      console.info(
        `fit: the model trains on the tfjs engine, which is slower than the compiled one: ${reasons.join('; ')}.`,
      );
    }
  }

  /** Whether more or less is better of a metric that was reported by this name; `val_` does not matter. */
  directionOf(log: string): 'up' | 'down' | undefined {
    const name = log.replace(/^val_/, '');
    if (name === 'loss') return 'down';
    return this.#life.metrics.find((planned) => planned.name === name)?.metric.direction;
  }

  /** For each of `layers` the weights it has now, if it stands where it stood. */
  #keptWeights(layers: readonly Layer[]): readonly (readonly Float32Array[] | null)[] {
    const weights = [...this.numbers.weights];
    const now = (this.definition.planned ?? []).map(({ layer, weights: specs }) => ({
      layer,
      own: weights.splice(0, specs.length),
    }));
    return layers.map((layer, index) => (now[index]?.layer === layer ? now[index].own : null));
  }

  #startWeights(
    planned: readonly PlannedLayer[],
    kept: readonly (readonly Float32Array[] | null)[],
  ): readonly Float32Array[] {
    const rng = seededRng(this.definition.seed);
    return planned.flatMap(
      ({ name, weights }, index) =>
        kept[index] ??
        weights.map((spec) => spec.initializer.call(spec.shape, rng.fork(`${name}/${spec.name}`))),
    );
  }
}
