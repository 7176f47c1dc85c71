import {
  type DescriptionJson,
  isPlainObject,
  type Loss,
  resolveDescription,
  show,
  toConfigJson,
  UnsupportedError,
} from '@tsuno/core';
import type { SequentialJson } from '@tsuno/models';
import { type Decoding, decodeDescription } from './decode-description.ts';
import { type Encoding, encodeDescription } from './encode-description.ts';
import { isKerasObject } from './keras-object.ts';
import { liveDescription } from './live-description.ts';

type CompileJson = NonNullable<SequentialJson['compileConfig']>;

/** How a model was compiled, as Keras writes it. */
export function encodeCompile(
  encoding: Encoding,
  { optimizer, loss, metrics, weightedMetrics, jitCompile }: CompileJson,
) {
  const { expects } = liveDescription(encoding.registry, loss) as Loss;
  const following = { ...encoding, isLogits: expects === 'logits' };
  const encodeMetrics = (list: CompileJson['metrics']) =>
    list.length === 0
      ? null
      : list.map((metric) =>
          typeof metric === 'string' ? metric : encodeDescription(following, metric),
        );
  return {
    optimizer: encodeDescription(encoding, optimizer),
    loss: encodeDescription(encoding, loss),
    loss_weights: null,
    metrics: encodeMetrics(metrics),
    weighted_metrics: encodeMetrics(weightedMetrics),
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: jitCompile,
  };
}

/**
 * How a model was compiled; null where it was not, or without a loss. How fast Keras ran it (`run_eagerly`,
 * `steps_per_execution`, `jit_compile`) says nothing about the engines here.
 */
export function decodeCompile(decoding: Decoding, given: unknown): CompileJson | null {
  const { who } = decoding;
  if (given === null || given === undefined) return null;
  if (!isPlainObject(given)) {
    throw new UnsupportedError(
      `${who}: the model's compile_config is ${show(given)}, not an object.`,
    );
  }
  const optimizer = given.optimizer ?? given.optimizer_config;
  const loss = onlyOutput(decoding, 'loss', given.loss);
  if (loss === null || loss === undefined) return null;
  requireNeutral(
    decoding,
    'loss_weights',
    onlyOutput(decoding, 'loss_weights', given.loss_weights),
    1,
  );
  requireNeutral(decoding, 'sample_weight_mode', given.sample_weight_mode);
  const unknown = Object.keys(given).find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) requireNeutral(decoding, unknown, given[unknown]);
  return {
    optimizer: decodeJson(decoding, optimizer ?? 'rmsprop', 'optimizer'),
    loss: decodeJson(decoding, loss, 'loss'),
    metrics: decodeMetrics(decoding, 'metrics', given.metrics),
    weightedMetrics: decodeMetrics(decoding, 'weighted_metrics', given.weighted_metrics),
    jitCompile: 'auto',
    threads: 1,
  };
}

const KNOWN = [
  'optimizer',
  'optimizer_config',
  'loss',
  'loss_weights',
  'metrics',
  'weighted_metrics',
  'sample_weight_mode',
  'run_eagerly',
  'steps_per_execution',
  'jit_compile',
  'auto_scale_loss',
];

function decodeJson(
  decoding: Decoding,
  given: unknown,
  type: 'optimizer' | 'loss' | 'metric',
): DescriptionJson {
  return toConfigJson(decodeDescription(decoding, given, type, `the ${type}`));
}

/** Models have one output: what Keras has by output, in a list or an object, must be for that one. */
function onlyOutput({ who }: Decoding, key: string, given: unknown): unknown {
  const isByOutput = Array.isArray(given) || (isPlainObject(given) && !isKerasObject(given));
  if (!isByOutput) return given;
  const values = Object.values(given as object);
  if (values.length === 1) return values[0];
  if (values.length === 0) return null;
  throw new UnsupportedError(
    `${who}: ${key} has ${values.length} entries, one for each output of a model; Tsuno's models have one output.`,
  );
}

/** A list of metrics; one list for each output, or an object of such, when there is one output. */
function decodeMetrics(
  decoding: Decoding,
  key: string,
  given: unknown,
): readonly (string | DescriptionJson)[] {
  if (given === null || given === undefined) return [];
  const isByOutput = isPlainObject(given) || (Array.isArray(given) && Array.isArray(given[0]));
  const inner = isByOutput && !isKerasObject(given) ? onlyOutput(decoding, key, given) : given;
  const list = Array.isArray(inner) ? inner : [inner];
  return list.map((metric, index) => decodeMetric(decoding, metric, `${key}[${index}]`));
}

function decodeMetric(decoding: Decoding, given: unknown, place: string): string | DescriptionJson {
  const { who, registry } = decoding;
  const name = functionName(given);
  if (name !== null) {
    if (ACCURACY.includes(name)) return name;
    const space = { ...registry.metric, ...registry.custom };
    resolveDescription(space, name, { who, option: place, type: 'metric', further: ACCURACY });
    return name;
  }
  // A metric that is the mean of a function: the metric of the function's name.
  if (isKerasObject(given) && given.class_name === 'MeanMetricWrapper') {
    const { fn, ...config } = (given.config ?? {}) as Record<string, unknown>;
    const inner = functionName(fn);
    const wrapped = inner === null ? fn : { class_name: inner, config };
    return toConfigJson(decodeDescription(decoding, wrapped, 'metric', place));
  }
  return toConfigJson(decodeDescription(decoding, given, 'metric', place));
}

const ACCURACY = ['accuracy', 'acc'];

/** The name of a metric that is named, or is a function of Keras's. */
function functionName(given: unknown): string | null {
  if (typeof given === 'string') return given;
  const isFunction = isKerasObject(given) && given.class_name === 'function';
  return isFunction && typeof given.config === 'string' ? given.config : null;
}

function requireNeutral({ who }: Decoding, key: string, value: unknown, neutral?: number): void {
  if (value === null || value === undefined || value === neutral) return;
  throw new UnsupportedError(
    `${who}: the model was compiled with ${key}: ${show(value)}, which Tsuno cannot do. Compile it in Keras without, or open it with { compile: false }.`,
  );
}
