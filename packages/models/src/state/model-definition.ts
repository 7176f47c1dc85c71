import {
  type Engine,
  type Layer,
  type PlannedLayer,
  randomSeed,
  type Shape,
  StateError,
  type TrainPlan,
} from '@tsuno/core';
import { chooseEngine, reasonsForFallback } from '../choose-engine.ts';
import { type Compilation, planMetrics, requireMatchingOutput } from '../compilation.ts';
import type { Environment } from '../environment.ts';

/** What a model is: its layers with their places, how it was compiled, and its seed. */
export class ModelDefinition {
  readonly environment: Environment;
  layers: readonly Layer[] = [];
  /** Null before the model is built. */
  planned: readonly PlannedLayer[] | null = null;
  #compilation: Compilation | null = null;
  #drawnSeed: number | null = null;
  /** Null when none was given and none has been needed yet. */
  givenSeed: number | null;

  constructor(environment: Environment, seed: number | null) {
    this.environment = environment;
    this.givenSeed = seed;
  }

  get compilation(): Compilation | null {
    return this.#compilation;
  }

  /** @throws OptionError for a last layer whose outputs are not what the loss takes them for. */
  set compilation(compilation: Compilation) {
    requireMatchingOutput(this.layers, compilation.loss);
    this.#compilation = compilation;
  }

  /** The model's seed; from the first need on, when none was given. */
  get seed(): number {
    if (this.givenSeed === null) this.takeSeed(randomSeed());
    return this.givenSeed as number;
  }

  /** Whether the seed is one that somebody has chosen. */
  get isSeedChosen(): boolean {
    return this.givenSeed !== this.#drawnSeed;
  }

  /** Goes on with a seed that nobody has chosen. */
  takeSeed(seed: number): void {
    this.givenSeed = seed;
    this.#drawnSeed = seed;
  }

  get input(): Shape | null {
    return this.planned?.[0]?.input ?? this.layers[0]?.inputShape ?? null;
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
    requireMatchingOutput(this.layers, loss);
    const metrics = planMetrics(this.environment, compilation, target, output);
    return Object.freeze({
      layers,
      input,
      output,
      threads,
      training: Object.freeze({ optimizer, loss, metrics }),
    });
  }

  /** The engine that runs a plan of this model. */
  engineFor(plan: TrainPlan): Engine {
    const jitCompile = this.#compilation?.jitCompile ?? 'auto';
    return chooseEngine(this.environment.engines, plan, jitCompile);
  }

  /** Why the model trains on the tfjs engine though it might be compiled; empty when it does not, or cannot be known yet. */
  get fallbackReasons(): readonly string[] {
    if (this.planned === null || this.#compilation === null) return [];
    const { engines } = this.environment;
    return reasonsForFallback(engines, this.plan([]), this.#compilation.jitCompile);
  }

  /** @throws StateError for a model without layers. */
  requireLayers(who: string): void {
    if (this.layers.length > 0) return;
    throw new StateError(
      `${who}: the model has no layers. Add some first: model.add(layers.Dense({ units: 10 })).`,
    );
  }

  /** @throws StateError before the model is built. */
  requirePlanned(who: string): readonly PlannedLayer[] {
    if (this.planned === null) {
      throw new StateError(
        `${who}: the model is not built, so it has no weights yet. Put layers.Input({ shape }) first, call build([null, 784]), or fit it.`,
      );
    }
    return this.planned;
  }

  /** @throws StateError before `compile`. */
  requireCompiled(who: string): Compilation {
    this.requireLayers(who);
    if (this.#compilation === null) {
      throw new StateError(
        `${who}: the model is not compiled. Call model.compile({ optimizer: 'adam', loss: 'mse' }) before ${who}().`,
      );
    }
    return this.#compilation;
  }
}
