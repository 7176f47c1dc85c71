import {
  type ConfigOf,
  type DeclaredOptions,
  declareOptions,
  type OptionDeclarations,
  type OptionsOf,
  type Shown,
} from './declare-options.ts';
import type { Config } from './description.ts';
import { OptionError } from './errors.ts';
import * as option from './option-kinds.ts';
import { learningRateOption } from './schedule.ts';
import { show } from './show.ts';

/**
 * What Keras does around every optimizer's update, in this order: gradients are accumulated, then clipped, then the
 * weights decay, then comes the update itself, then the weights' average.
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/optimizers/base_optimizer.py
 */
const HANDLING = {
  /** λ: before each update w ← w − α·λ·w, apart from the gradient ("decoupled"). Null for none. */
  weightDecay: option.orNull(option.number('[0, ∞)')),
  /** Weights that do not decay: regular expressions for their paths, such as `'bias'` or `'dense_1/kernel'`. */
  excludeFromWeightDecay: option.list(pattern(), []),
  /** c: the gradient of each weight is scaled down to a norm of at most c. */
  clipnorm: option.orNull(option.number('(0, ∞)')),
  /** c: each number of a gradient is kept within [−c, c]. */
  clipvalue: option.orNull(option.number('(0, ∞)')),
  /** c: all gradients together are scaled down to a norm of at most c. */
  globalClipnorm: option.orNull(option.number('(0, ∞)')),
  /** Whether the weights' moving average is kept, and takes their place at the end of `fit`. */
  useEma: option.boolean(false),
  /** μ of that average: average ← μ·average + (1 − μ)·w. */
  emaMomentum: option.number('[0, 1]', 0.99),
  /** After so many updates the weights are overwritten with their average; null: only at the end of `fit`. */
  emaOverwriteFrequency: option.orNull(option.whole('[1, ∞)')),
  /** n ≥ 2: gradients are summed over n batches, and their mean makes one update. Null: each batch makes one. */
  gradientAccumulationSteps: option.orNull(option.whole('[2, ∞)')),
};

/** What is done around an optimizer's update. */
export type GradientHandling = ConfigOf<typeof HANDLING>;

const COMMON = {
  /** α: a number, a schedule, or a function of the step. */
  learningRate: learningRateOption(0.001),
  /** What the optimizer is called in files. */
  name: option.text('optimizer'),
  ...HANDLING,
};

/** The options that every optimizer has. */
export interface OptimizerOptions extends OptionsOf<DeclaredOptions<typeof COMMON>>, Shown {}

/**
 * Declares an optimizer's options: its own, and those that all have. Its name is its kind in small letters; a
 * `learningRate` of its own has its own default.
 *
 * @example
 * import { declareOptimizer, learningRateOption, option } from 'tsuno/core';
 *
 * const declared = declareOptimizer('Shrinking', {
 *   learningRate: learningRateOption(0.01),
 *   power: option.number('(0, 1]', 0.5),
 * });
 * console.assert(declared.read([{ clipnorm: 1 }]).config.power === 0.5);
 */
/* @__NO_SIDE_EFFECTS__ */
export function declareOptimizer<D extends OptionDeclarations>(
  kind: string,
  own: D,
): DeclaredOptions<D & Omit<typeof COMMON, keyof D>> {
  const { learningRate } = COMMON;
  const name = option.text(kind.toLowerCase());
  // Named twice, so that an option of its own comes first and takes the place of a common one.
  return declareOptions(
    kind,
    { learningRate, ...own, name, ...HANDLING, ...own },
    { lr: 'lr is not an option. The learning rate is called learningRate.' },
  ) as never;
}

/**
 * The handling that a config asks for, with Keras's defaults.
 *
 * @throws OptionError for values out of range and for more than one way of clipping.
 */
export function handlingOf(kind: string, config: Config): GradientHandling {
  const given = Object.keys(HANDLING).map((name) => [name, config[name]]);
  const { config: handling } = declareOptions(kind, HANDLING).read([Object.fromEntries(given)]);
  const { clipnorm, clipvalue, globalClipnorm } = handling;
  const clips = Object.entries({ clipnorm, clipvalue, globalClipnorm })
    .filter(([, limit]) => limit !== null)
    .map(([name]) => name);
  if (clips.length > 1) {
    throw new OptionError(
      `${kind}: at most one of clipnorm, clipvalue and globalClipnorm can be given, got ${clips.join(' and ')}.`,
    );
  }
  return handling;
}

/** A regular expression as a string. */
function pattern() {
  const read = (given: unknown, who: string, name: string): string | undefined => {
    if (typeof given !== 'string') return undefined;
    try {
      new RegExp(given);
    } catch (cause) {
      throw new OptionError(
        `${who}: ${name} is ${show(given)}, which is no regular expression: ${(cause as Error).message}.`,
      );
    }
    return given;
  };
  return option.kind<string>({ takes: 'a string', plural: "strings, such as ['bias']", read });
}

/** Whether the weight at this path (`dense_1/kernel`) decays. */
export function decays({ weightDecay, excludeFromWeightDecay }: GradientHandling, path: string) {
  return (
    weightDecay !== null &&
    !excludeFromWeightDecay.some((pattern) => new RegExp(pattern).test(path))
  );
}
