import type { Yields } from './activation.ts';
import type { OptionDeclarations } from './declare-options.ts';
import type { Config, Description } from './description.ts';
import { OptionError } from './errors.ts';
import type { LossOp } from './ops.ts';
import { requireOneOf } from './options.ts';
import type { Shape } from './shape.ts';
import type { Rows } from './table.ts';
import type * as tf from './tf.ts';

/**
 * How values per example become one number (Keras's names).
 * `sum_over_batch_size` and `mean`: Σ v·w / number of values. `mean_with_sample_weight`: Σ v·w / Σ w. `sum`: Σ v·w.
 * `none`: no reduction; a model cannot train on it.
 */
export const REDUCTIONS = [
  'sum_over_batch_size',
  'mean',
  'mean_with_sample_weight',
  'sum',
  'none',
] as const;

export type Reduction = (typeof REDUCTIONS)[number];

/** What a loss has a value for: each example (or each position of it), or only the batch as a whole. */
export const SPANS = ['examples', 'batch'] as const;

export type Span = (typeof SPANS)[number];

/** A measure of how far predictions are from the targets. */
export interface Loss extends Description<'loss'> {
  readonly name: string;
  readonly reduction: Reduction;
  /** What it takes the model's outputs for; absent when any numbers will do. */
  readonly expects?: Yields;
  /**
   * Refuses targets that it can make no sense of. `output` is the shape of one prediction.
   *
   * @throws LabelError
   */
  checkTargets(targets: Rows, output: Shape): void;
  /**
   * What `call` gives values for. A loss over the `batch` is no mean of values of its examples, such as a ratio of two
   * sums; what an epoch reports is the mean over its batches, weighted by their sizes. As in Keras sample weights w then
   * only make it larger or smaller as a whole, times Σ w / n for `sum_over_batch_size`: they tell no examples apart.
   */
  readonly over: Span;
  /**
   * One value for each example, never reduced: [batch]. For outputs with more axes, one for each position. With `over:
   * 'batch'` one for all, a scalar.
   */
  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor;
  /**
   * True for the values that count, one truth for each value of `call`. The others must be 0, and are left out of the
   * mean. Null or absent when all count.
   */
  mask?(yTrue: tf.Tensor): tf.Tensor | null;
  /** The same in a compiled engine's operations for outputs of this shape; absent or null when there is none. */
  lower?(output: Shape): LossOp | null;
}

/**
 * Makes a loss. `config` holds `reduction` and `name` among the options.
 *
 * @throws OptionError for a mask or a compiled form of a loss over the whole batch, whose values they would be for.
 */
export function defineLoss<
  C extends Config & { readonly reduction: Reduction; readonly name: string },
>({
  over = 'examples',
  ...loss
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly over?: Span;
  readonly expects?: Yields;
  readonly checkTargets: Loss['checkTargets'];
  readonly call: Loss['call'];
  readonly mask?: Loss['mask'];
  readonly lower?: Loss['lower'];
}): Loss & { readonly config: C } {
  requireOneOf(loss.kind, { over }, SPANS);
  const own = (['mask', 'lower'] as const).find((name) => loss[name] !== undefined);
  if (over === 'batch' && own !== undefined) {
    throw new OptionError(
      `${loss.kind}: ${own} is about values of examples, which a loss with over: 'batch' has none of. Leave it out.`,
    );
  }
  return Object.freeze({
    ...loss,
    over,
    type: 'loss' as const,
    config: Object.freeze(loss.config),
    name: loss.config.name,
    reduction: loss.config.reduction,
  });
}
