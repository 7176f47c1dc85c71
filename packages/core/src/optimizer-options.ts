import type { Config } from './description.ts';
import { OptionError } from './errors.ts';
import {
  refuseUnknownOptions,
  requireBoolean,
  requireInterval,
  requireName,
  requireWhole,
} from './options.ts';
import { type LearningRate, requireLearningRate } from './schedule.ts';
import { show } from './show.ts';

/**
 * What Keras does around every optimizer's update, in this order: gradients are accumulated, then clipped, then the
 * weights decay, then comes the update itself, then the weights' average.
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/optimizers/base_optimizer.py
 */
export interface GradientHandling {
  /** λ: before each update w ← w − α·λ·w, apart from the gradient ("decoupled"). Null for none. */
  readonly weightDecay: number | null;
  /** Weights that do not decay: regular expressions for their paths, such as `'bias'` or `'dense_1/kernel'`. */
  readonly excludeFromWeightDecay: readonly string[];
  /** c: the gradient of each weight is scaled down to a norm of at most c. */
  readonly clipnorm: number | null;
  /** c: each number of a gradient is kept within [−c, c]. */
  readonly clipvalue: number | null;
  /** c: all gradients together are scaled down to a norm of at most c. */
  readonly globalClipnorm: number | null;
  /** Whether the weights' moving average is kept, and takes their place at the end of `fit`. */
  readonly useEma: boolean;
  /** μ of that average: average ← μ·average + (1 − μ)·w. */
  readonly emaMomentum: number;
  /** After so many updates the weights are overwritten with their average; null: only at the end of `fit`. */
  readonly emaOverwriteFrequency: number | null;
  /** n ≥ 2: gradients are summed over n batches, and their mean makes one update. Null: each batch makes one. */
  readonly gradientAccumulationSteps: number | null;
}

/** The options that every optimizer has. */
export interface OptimizerOptions extends Partial<GradientHandling> {
  /** α: a number, a schedule, or a function of the step. */
  readonly learningRate?: LearningRate;
  /** What the optimizer is called in files. */
  readonly name?: string;
}

const PRESET: GradientHandling = Object.freeze({
  weightDecay: null,
  excludeFromWeightDecay: [],
  clipnorm: null,
  clipvalue: null,
  globalClipnorm: null,
  useEma: false,
  emaMomentum: 0.99,
  emaOverwriteFrequency: null,
  gradientAccumulationSteps: null,
});

/** The handling that a config asks for, with Keras's defaults. */
export function handlingOf(config: Config): GradientHandling {
  const own = Object.keys(PRESET).filter((option) => config[option] !== undefined);
  return Object.freeze({
    ...PRESET,
    ...Object.fromEntries(own.map((option) => [option, config[option]])),
  });
}

/**
 * The whole config of an optimizer: its `own` options and the common ones among `rest`, checked; further ones are
 * refused.
 *
 * @throws OptionError
 */
export function optimizerConfig<
  C extends Config & { readonly learningRate: LearningRate; readonly name: string },
>(kind: string, own: C, rest: object): C & GradientHandling & Config {
  const { learningRate, name } = own;
  const options = Object.keys({ ...own, ...PRESET });
  refuseUnknownOptions(
    kind,
    Object.fromEntries(Object.entries(rest).filter(([option]) => !(option in PRESET))),
    options,
  );
  requireLearningRate(kind, learningRate);
  requireName(kind, name);
  const handling = handlingOf(rest as Config);
  checkHandling(kind, handling);
  return { ...own, ...handling };
}

/** @throws OptionError for values out of range and for more than one way of clipping. */
export function checkHandling(kind: string, handling: GradientHandling): void {
  const { weightDecay, excludeFromWeightDecay, clipnorm, clipvalue, globalClipnorm } = handling;
  const { useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps } = handling;
  if (weightDecay !== null) requireInterval(kind, { weightDecay }, '[0, ∞)');
  const clips = given({ clipnorm, clipvalue, globalClipnorm });
  requireInterval(kind, clips, '(0, ∞)');
  if (Object.keys(clips).length > 1) {
    throw new OptionError(
      `${kind}: at most one of clipnorm, clipvalue and globalClipnorm can be given, got ${Object.keys(clips).join(' and ')}.`,
    );
  }
  requireBoolean(kind, { useEma });
  requireInterval(kind, { emaMomentum }, '[0, 1]');
  requireWhole(kind, given({ emaOverwriteFrequency }), 1);
  requireWhole(kind, given({ gradientAccumulationSteps }), 2);
  if (
    !Array.isArray(excludeFromWeightDecay) ||
    excludeFromWeightDecay.some((pattern) => typeof pattern !== 'string')
  ) {
    throw new OptionError(
      `${kind}: excludeFromWeightDecay must be a list of strings, such as ['bias'], got ${show(excludeFromWeightDecay)}.`,
    );
  }
  for (const pattern of excludeFromWeightDecay) requirePattern(kind, pattern);
}

function requirePattern(kind: string, pattern: string): void {
  try {
    new RegExp(pattern);
  } catch (cause) {
    throw new OptionError(
      `${kind}: excludeFromWeightDecay has ${show(pattern)}, which is no regular expression: ${(cause as Error).message}.`,
    );
  }
}

/** Whether the weight at this path (`dense_1/kernel`) decays. */
export function decays({ weightDecay, excludeFromWeightDecay }: GradientHandling, path: string) {
  return (
    weightDecay !== null &&
    !excludeFromWeightDecay.some((pattern) => new RegExp(pattern).test(path))
  );
}

function given(options: Readonly<Record<string, number | null>>): Record<string, number> {
  const entries = Object.entries(options).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as Record<string, number>;
}
