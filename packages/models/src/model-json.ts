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
import type { SequentialJson } from './sequential-json.ts';

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

/** @throws OptionError for what is no object of factories. */
export function requireCustom(who: string, custom: unknown): void {
  const wrong = isPlainObject(custom)
    ? Object.entries(custom).find(([, factory]) => typeof factory !== 'function')
    : (['custom', custom] as const);
  if (wrong === undefined) return;
  throw new OptionError(
    `${who}: custom holds factories of your own by their names, such as { custom: { MyLayer } }, but ${wrong[0]} is ${show(wrong[1])}.`,
  );
}

/** Where an environment's kinds are looked up, and the user's own. */
export function registryOf(environment: Environment, custom: Namespace = {}): Registry {
  return {
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
}

/** @throws OptionError for JSON that is no model, and for a layer, loss … that no namespace knows. */
export function fromModelJson(
  who: string,
  environment: Environment,
  given: unknown,
  options: ReviveOptions = {},
): RevivedModel {
  requireOptions(who, options, '{ custom: { MyLayer } }');
  const { custom = {}, ...unknown } = options;
  refuseUnknownOptions(who, unknown, ['custom']);
  requireCustom(who, custom);
  const registry = registryOf(environment, custom);
  const { kind, config, compileConfig, ...furtherParts } = requirePart(
    who,
    'the model',
    typeof given === 'string' ? parse(who, given) : given,
  );
  if (kind !== 'Sequential') {
    throw new OptionError(
      `${who}: expected what toJSON() gives, with kind "Sequential", got ${show(given)}.`,
    );
  }
  refuseUnknownOptions(who, furtherParts, ['kind', 'config', 'compileConfig']);
  const { name, seed, layers, inputShape, ...furtherConfig } = requirePart(who, 'config', config);
  refuseUnknownOptions(`${who}: config`, furtherConfig, ['name', 'seed', 'layers', 'inputShape']);
  if (!Array.isArray(layers)) {
    throw new OptionError(`${who}: config.layers must be a list, got ${show(layers)}.`);
  }
  requireName(who, name);
  if (seed != null) requireSeed(who, seed as number);
  if (inputShape != null) requireShape(who, 'config.inputShape', inputShape);
  return {
    name: (name as string | undefined) ?? 'sequential',
    seed: (seed as number | null | undefined) ?? null,
    layers: Array.from(layers, (layer) => revive(registry, layer)) as unknown as readonly Layer[],
    inputShape: (inputShape as Shape | null | undefined) ?? null,
    compileOptions: compileConfig == null ? null : revivedCompile(who, registry, compileConfig),
  };
}

function revivedCompile(who: string, registry: Registry, compileConfig: unknown): CompileOptions {
  const given = requirePart(who, 'compileConfig', compileConfig);
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

function requirePart(who: string, part: string, value: unknown): Readonly<Record<string, unknown>> {
  if (isPlainObject(value)) return value;
  throw new OptionError(
    `${who}: expected what toJSON() gives, but ${part} is ${show(value)}.${plainObjectHint(value)}`,
  );
}

function parse(who: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OptionError(`${who}: the text is no JSON: ${(cause as Error).message}.`);
  }
}
