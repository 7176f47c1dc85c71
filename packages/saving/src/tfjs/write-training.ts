import { type DescriptionJson, type OptimizerOptions, show } from '@tsuno/core';
import type { ModelSnapshot } from '@tsuno/models';
import { sharedOptimizer } from './optimizers.ts';
import type { Writing } from './reasons.ts';
import { LOSSES, METRICS, NEUTRAL, plainName } from './shared-names.ts';

type CompileJson = NonNullable<ModelSnapshot['definition']['compileConfig']>;

/** Options around an update that TensorFlow.js has not, with the values that leave them out. */
const HANDLING: Readonly<Partial<Record<keyof OptimizerOptions, unknown>>> = {
  weightDecay: null,
  clipnorm: null,
  clipvalue: null,
  globalClipnorm: null,
  useEma: false,
  gradientAccumulationSteps: null,
};

/**
 * How a model was compiled as TensorFlow.js writes it; null where it could not go on as we would, and `lost` says why.
 */
export function writeTraining(writing: Writing, compile: CompileJson) {
  const { optimizer, loss, metrics, weightedMetrics } = compile;
  const reasons = [optimizerDiffers(optimizer), lossDiffers(loss)].filter((why) => why !== null);
  writing.lost.push(...reasons.map((why) => `it ${why}, so the file is not compiled`));
  if (reasons.length > 0) return null;
  const named = metrics.map((metric) => ({ metric, name: metricName(metric) }));
  const missing = [
    ...named.filter(({ name }) => name === undefined).map(({ metric }) => metric),
    ...weightedMetrics,
  ];
  if (missing.length > 0) {
    const shown = missing.map((metric) => (typeof metric === 'string' ? metric : metric.kind));
    writing.lost.push(`it does not measure ${shown.join(', ')}`);
  }
  const { kind, config } = optimizer;
  const shared = sharedOptimizer(kind, config);
  return {
    loss: LOSSES[loss.kind],
    metrics: named.flatMap(({ name }) => name ?? []),
    optimizer_config: { class_name: shared?.className, config: shared?.write(config) },
  };
}

function optimizerDiffers({ kind, config }: DescriptionJson): string | null {
  const shared = sharedOptimizer(kind, config);
  if (shared === undefined) return `has no ${kind} whose steps are the same`;
  const around = Object.entries(HANDLING).find(([option, off]) => config[option] !== off);
  if (around !== undefined) return `has no ${around[0]} (${show(config[around[0]])})`;
  if (typeof config.learningRate !== 'number') return 'has no schedules of learning rates';
  return shared.differs(config);
}

function lossDiffers({ kind, config }: DescriptionJson): string | null {
  if (!Object.hasOwn(LOSSES, kind)) return `has no loss ${kind} that means the same`;
  const option = differing(config);
  return option === undefined ? null : `has no ${kind} with ${option}: ${show(config[option])}`;
}

/** An option that is not as TensorFlow.js has it. */
function differing(config: DescriptionJson['config']): string | undefined {
  return Object.keys(config).find(
    (option) => !['name', 'dtype'].includes(option) && config[option] !== NEUTRAL[option],
  );
}

function metricName(metric: string | DescriptionJson): string | undefined {
  if (typeof metric !== 'string') {
    return differing(metric.config) === undefined ? own(metric.kind) : undefined;
  }
  const plain = plainName(metric);
  if (['accuracy', 'acc'].includes(plain)) return plain;
  const entry = Object.entries(METRICS).find(([kind, name]) =>
    [kind, name].some((known) => plainName(known) === plain),
  );
  return entry?.[1];
}

function own(kind: string): string | undefined {
  return Object.hasOwn(METRICS, kind) ? METRICS[kind] : undefined;
}
