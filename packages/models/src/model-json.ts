import {
  type DescriptionJson,
  isPlainObject,
  type Layer,
  type Namespace,
  type Optimizer,
  OptionError,
  type PlannedLayer,
  plainObjectHint,
  type Registry,
  refuseUnknownOptions,
  requireName,
  requireOptions,
  requireSeed,
  requireShape,
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

export interface ReviveOptions {
  /** Factories of your own, by name: `{ custom: { MyLayer } }`. */
  readonly custom?: Namespace;
}

const WHO = 'Sequential.fromJSON';

/** @throws OptionError for JSON that is no model, and for a layer, loss … that no namespace knows. */
export function fromModelJson(
  environment: Environment,
  given: unknown,
  options: ReviveOptions = {},
): RevivedModel {
  requireOptions(WHO, options, '{ custom: { MyLayer } }');
  const { custom = {}, ...unknown } = options;
  refuseUnknownOptions(WHO, unknown, ['custom']);
  const registry: Registry = {
    custom: requirePart('custom', custom),
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
  const { kind, config, compileConfig, ...furtherParts } = requirePart(
    'the model',
    typeof given === 'string' ? parse(given) : given,
  );
  if (kind !== 'Sequential') {
    throw new OptionError(
      `${WHO}: expected what toJSON() gives, with kind "Sequential", got ${show(given)}.`,
    );
  }
  refuseUnknownOptions(WHO, furtherParts, ['kind', 'config', 'compileConfig']);
  const { name, seed, layers, inputShape, ...furtherConfig } = requirePart('config', config);
  refuseUnknownOptions(`${WHO}: config`, furtherConfig, ['name', 'seed', 'layers', 'inputShape']);
  if (!Array.isArray(layers)) {
    throw new OptionError(`${WHO}: config.layers must be a list, got ${show(layers)}.`);
  }
  requireName(WHO, name);
  if (seed != null) requireSeed(WHO, seed as number);
  if (inputShape != null) requireShape(WHO, 'config.inputShape', inputShape);
  return {
    name: (name as string | undefined) ?? 'sequential',
    seed: (seed as number | null | undefined) ?? null,
    layers: Array.from(layers, (layer) => revive(registry, layer)) as unknown as readonly Layer[],
    inputShape: (inputShape as Shape | null | undefined) ?? null,
    compileOptions: compileConfig == null ? null : revivedCompile(registry, compileConfig),
  };
}

function revivedCompile(registry: Registry, compileConfig: unknown): CompileOptions {
  const given = requirePart('compileConfig', compileConfig);
  const live = (value: unknown) =>
    typeof value === 'string' ? value : revive(registry, value as DescriptionJson);
  const { optimizer, loss, metrics, weightedMetrics } = given;
  const alive = (list: unknown) => (Array.isArray(list) ? Array.from(list, live) : list);
  // What else there is, known or not, `compile` checks.
  return {
    ...given,
    optimizer: optimizer === undefined ? undefined : live(optimizer),
    loss: loss === undefined ? undefined : live(loss),
    metrics: alive(metrics),
    weightedMetrics: alive(weightedMetrics),
  } as unknown as CompileOptions;
}

function requirePart(part: string, value: unknown): Readonly<Record<string, unknown>> {
  if (isPlainObject(value)) return value;
  throw new OptionError(
    `${WHO}: expected what toJSON() gives, but ${part} is ${show(value)}.${plainObjectHint(value)}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OptionError(`${WHO}: the text is no JSON: ${(cause as Error).message}.`);
  }
}
