import {
  type Description,
  isDescription,
  type Layer,
  type Loss,
  type Metric,
  type Optimizer,
  OptionError,
  type PlannedMetric,
  refuseUnknownOptions,
  requireOneOf,
  requireOptions,
  requireWhole,
  resolveDescription,
  type Shape,
  show,
  UnsupportedError,
  type Yields,
} from '@tsuno/core';
import type { Environment } from './environment.ts';

/** What may stand in a list of metrics. (`Metric` itself would make the compiler forget a metric's name.) */
export type MetricLike = string | Description<'metric'>;

/** Under which names metrics are reported: `Reported<['accuracy', Metric<'auc'>]>['name']` is `'accuracy' | 'auc'`. */
export interface Reported<Metrics extends readonly MetricLike[]> {
  readonly name: {
    readonly [Index in keyof Metrics]: Metrics[Index] extends Metric<infer Name>
      ? Name
      : Metrics[Index] extends string
        ? Metrics[Index]
        : string;
  }[number];
}

/** What `compile` takes. The package `tsuno` narrows the strings down to the names that it has. */
export interface CompileOptions<
  Metrics extends readonly MetricLike[] = readonly MetricLike[],
  Weighted extends readonly MetricLike[] = readonly MetricLike[],
> {
  /** Keras's name (`'adam'`) or one made by a factory (`optimizers.Adam({ learningRate: 1e-3 })`); by default `'rmsprop'`, as in Keras. */
  readonly optimizer?: string | Optimizer;
  /** Keras's name (`'mse'`) or one made by a factory. */
  readonly loss: string | Loss;
  /** What is reported beside the loss; sample weights do not touch it. */
  readonly metrics?: Metrics;
  /** What is reported beside the loss, weighted by the sample and class weights. */
  readonly weightedMetrics?: Weighted;
  /**
   * `'auto'` takes the compiled engine where it can, `true` demands it, `false` takes the tfjs engine on whichever
   * backend is active.
   */
  readonly jitCompile?: 'auto' | boolean;
  /**
   * Over how many threads the compiled engine spreads the work of a step; the numbers stay the same, bit for bit. It
   * pays for layers of some hundred units. In a browser the page must be cross-origin isolated.
   */
  readonly threads?: number;
}

/**
 * How a model was compiled: names resolved and defaults filled in. A metric that was given by name stands under that name,
 * which the compiler takes for 'accuracy', so that `compile` of every environment takes these options again.
 */
export interface ResolvedOptions
  extends Required<CompileOptions<ResolvedMetrics, ResolvedMetrics>> {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
}

type ResolvedMetrics = readonly ('accuracy' | Description<'metric'>)[];

/** `compile`'s options, resolved and checked. */
export interface Compilation {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly ChosenMetric[];
  readonly weightedMetrics: readonly ChosenMetric[];
  readonly jitCompile: 'auto' | boolean;
  readonly threads: number;
}

/** A metric as it was asked for: a string names it in the logs too, exactly as it was given. */
export interface ChosenMetric {
  readonly given: string | Metric;
  /** Null for the accuracy that fits the shapes, which are not known before there are targets. */
  readonly metric: Metric | null;
}

const ACCURACY = ['accuracy', 'acc'];

/** @throws OptionError for unknown names and options, and for a loss without a single value to train on. */
export function resolveCompilation(environment: Environment, options: CompileOptions): Compilation {
  requireOptions('compile', options, "{ optimizer: 'adam', loss: 'mse' }");
  const {
    optimizer = 'rmsprop',
    loss,
    metrics = [],
    weightedMetrics = [],
    jitCompile = 'auto',
    threads = 1,
    ...unknown
  } = options;
  refuseUnknownOptions('compile', unknown, [
    'optimizer',
    'loss',
    'metrics',
    'weightedMetrics',
    'jitCompile',
    'threads',
  ]);
  requireThreads(threads);
  requireOneOf('compile', { jitCompile }, ['auto', true, false]);
  if (loss === undefined) {
    throw new OptionError(
      "compile: loss is missing. Give a name, loss: 'mse', or one made by a factory, losses.MeanSquaredError().",
    );
  }
  const resolvedLoss = resolve(environment.losses, loss, 'loss') as Loss;
  if (resolvedLoss.reduction === 'none') {
    throw new OptionError(
      `compile: ${resolvedLoss.kind} has reduction 'none', which gives no single number to make small. Use 'sum_over_batch_size'.`,
    );
  }
  return Object.freeze({
    optimizer: resolve(environment.optimizers, optimizer, 'optimizer') as Optimizer,
    loss: resolvedLoss,
    metrics: resolveMetrics(environment, 'metrics', metrics),
    weightedMetrics: resolveMetrics(environment, 'weightedMetrics', weightedMetrics),
    jitCompile,
    threads,
  });
}

/** @throws UnsupportedError where threads cannot share memory. */
function requireThreads(threads: number): void {
  requireWhole('compile', { threads }, 1);
  if (threads > MOST_THREADS) {
    throw new OptionError(`compile: threads must be at most ${MOST_THREADS}, got ${threads}.`);
  }
  if (threads > 1 && typeof SharedArrayBuffer === 'undefined') {
    throw new UnsupportedError(
      `compile: threads: ${threads} needs SharedArrayBuffer, which this page has not. Serve it with the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp", or leave threads out.`,
    );
  }
}

const MOST_THREADS = 16;

function resolve(namespace: Environment['losses'], given: unknown, type: 'loss' | 'optimizer') {
  return resolveDescription(namespace, given, { who: 'compile', option: type, type });
}

function resolveMetrics(
  environment: Environment,
  option: string,
  given: unknown,
): readonly ChosenMetric[] {
  if (!Array.isArray(given)) {
    throw new OptionError(
      `compile: ${option} must be a list, such as ['accuracy'], got ${show(given)}.`,
    );
  }
  return Array.from(given, (metric): ChosenMetric => {
    if (ACCURACY.includes(metric)) return { given: metric, metric: null };
    const context = { who: 'compile', option, type: 'metric', further: ACCURACY } as const;
    const resolved = resolveDescription(environment.metrics, metric, context) as Metric;
    return { given: typeof metric === 'string' ? metric : resolved, metric: resolved };
  });
}

/**
 * Refuses a last layer whose outputs are not what the loss takes them for. Both mistakes train without an error, on
 * nonsense.
 *
 * @throws OptionError
 */
export function requireMatchingOutput(layers: readonly Layer[], loss: Loss): void {
  const last = layers.findLast((layer) => layer.yields !== 'input');
  const yields = last?.yields as Yields | undefined;
  if (
    last === undefined ||
    yields === undefined ||
    loss.expects === undefined ||
    yields === loss.expects
  )
    return;
  const activation = isDescription(last.config.activation)
    ? last.config.activation.kind
    : last.kind;
  if (!('fromLogits' in loss.config)) {
    throw new OptionError(
      `compile: ${loss.kind} expects ${loss.expects}, but the model ends in ${show(activation)}, which does not give them. Use activation: 'softmax' in the last layer.`,
    );
  }
  const softmaxTwice = yields === 'probabilities';
  throw new OptionError(
    softmaxTwice
      ? `compile: ${loss.kind} has fromLogits: true, which expects raw scores, but the model ends in ${show(activation)}, which gives probabilities. Use fromLogits: false, or (more accurate) activation: 'linear' in the last layer.`
      : `compile: ${loss.kind} has fromLogits: false, which expects probabilities, but the model ends in ${show(activation)}, which gives raw scores. Use fromLogits: true.`,
  );
}

/** The metrics under the names by which they are reported: a name that comes again gets a number, as in Keras. */
export function planMetrics(
  environment: Environment,
  { loss, metrics, weightedMetrics }: Compilation,
  target: Shape,
  output: Shape,
): readonly PlannedMetric[] {
  const names = new Set(['loss']);
  const plan = ({ given, metric }: ChosenMetric, weighted: boolean): PlannedMetric => {
    const own = typeof given === 'string' ? given : given.name;
    const chosen = metric ?? environment.accuracyFor(target, output, own);
    const stem = weighted && names.has(own) ? `weighted_${own}` : own;
    let name = stem;
    for (let count = 1; names.has(name); count++) name = `${stem}_${count}`;
    names.add(name);
    return {
      metric: loss.expects === 'logits' ? (chosen.forLogits ?? chosen) : chosen,
      name,
      weighted,
    };
  };
  return [
    ...metrics.map((metric) => plan(metric, false)),
    ...weightedMetrics.map((metric) => plan(metric, true)),
  ];
}
