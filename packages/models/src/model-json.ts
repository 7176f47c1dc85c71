import {
  type DescriptionJson,
  type Layer,
  type Namespace,
  type Optimizer,
  OptionError,
  type PlannedLayer,
  type Registry,
  revive,
  type Shape,
  show,
  toConfigJson,
} from '@tsuno/core';
import type { ChosenMetric, Compilation, CompileOptions } from './compilation.ts';
import type { Environment } from './environment.ts';
import { nameLayers } from './plan-layers.ts';

/** A model as JSON: its layers, and how it was compiled. Weights are not in it. */
export interface SequentialJson {
  readonly kind: 'Sequential';
  readonly config: {
    readonly name: string;
    readonly seed: number | null;
    readonly layers: readonly DescriptionJson[];
    /** The shape of one example, once the model is built. */
    readonly inputShape: Shape | null;
  };
  readonly compileConfig: {
    readonly optimizer: DescriptionJson;
    readonly loss: DescriptionJson;
    readonly metrics: readonly (string | DescriptionJson)[];
    readonly weightedMetrics: readonly (string | DescriptionJson)[];
    readonly jitCompile: 'auto' | boolean;
    readonly threads: number;
  } | null;
}

export function toModelJson(model: {
  readonly name: string;
  readonly seed: number | null;
  readonly layers: readonly Layer[];
  readonly planned: readonly PlannedLayer[] | null;
  readonly compilation: Compilation | null;
  /** The optimizer's rate now. */
  readonly learningRate: number;
}): SequentialJson {
  const names = nameLayers(model.layers);
  const { compilation } = model;
  const metricJson = ({ given }: ChosenMetric) =>
    typeof given === 'string' ? given : toConfigJson(given);
  return {
    kind: 'Sequential',
    config: {
      name: model.name,
      seed: model.seed,
      layers: model.layers.map((layer, index) => {
        const json = toConfigJson(layer);
        return { ...json, config: { ...json.config, name: names[index] } };
      }),
      inputShape: model.planned?.[0].input ?? null,
    },
    compileConfig: compilation && {
      optimizer: optimizerJson(compilation.optimizer, model.learningRate),
      loss: toConfigJson(compilation.loss),
      metrics: compilation.metrics.map(metricJson),
      weightedMetrics: compilation.weightedMetrics.map(metricJson),
      jitCompile: compilation.jitCompile,
      threads: compilation.threads,
    },
  };
}

/** An optimizer whose rate is a number is written with the rate that it has now, as Keras does. */
function optimizerJson(optimizer: Optimizer, learningRate: number): DescriptionJson {
  const json = toConfigJson(optimizer);
  if (typeof optimizer.learningRate !== 'number' || !('learningRate' in json.config)) return json;
  return { ...json, config: { ...json.config, learningRate } };
}

/** The parts of a model that JSON describes. */
export interface RevivedModel {
  readonly name: string;
  readonly seed: number | null;
  readonly layers: readonly Layer[];
  readonly inputShape: Shape | null;
  readonly compileOptions: CompileOptions | null;
}

/** @throws OptionError for JSON that is no model, and for a layer, loss … that no namespace knows. */
export function fromModelJson(
  environment: Environment,
  given: SequentialJson | string,
  custom: Namespace,
): RevivedModel {
  const json = typeof given === 'string' ? parse(given) : given;
  if (json?.kind !== 'Sequential' || !Array.isArray(json.config?.layers)) {
    throw new OptionError(`Sequential.fromJSON: expected what toJSON() gives, got ${show(json)}.`);
  }
  const { name, seed, layers, inputShape } = json.config;
  const registry: Registry = {
    custom,
    layer: environment.layers,
    activation: environment.activations,
    constraint: environment.constraints,
    initializer: environment.initializers,
    regularizer: environment.regularizers,
    schedule: environment.schedules,
    loss: environment.losses,
    metric: environment.metrics,
    optimizer: environment.optimizers,
  };
  const live = (value: DescriptionJson | string) =>
    typeof value === 'string' ? value : revive(registry, value);
  const compile = json.compileConfig;
  return {
    name,
    seed: seed ?? null,
    layers: layers.map((layer: DescriptionJson) => live(layer)) as unknown as readonly Layer[],
    inputShape: inputShape ?? null,
    compileOptions:
      compile &&
      ({
        optimizer: live(compile.optimizer),
        loss: live(compile.loss),
        metrics: compile.metrics.map(live),
        weightedMetrics: compile.weightedMetrics.map(live),
        jitCompile: compile.jitCompile,
        threads: compile.threads,
      } as unknown as CompileOptions),
  };
}

function parse(text: string): SequentialJson {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OptionError(`Sequential.fromJSON: the text is no JSON: ${(cause as Error).message}.`);
  }
}
