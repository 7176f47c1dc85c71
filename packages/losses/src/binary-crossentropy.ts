import { requireBoolean, requireInterval, requireNamedOptions } from '@tsuno/core';
import { requireAxis, requireAxisIn } from './axis.ts';
import { elementwiseLoss } from './elementwise-loss.ts';
import { smoothed } from './label-smoothing.ts';
import { checkLossOptions, type LossOptions } from './loss-options.ts';
import { requireYesOrNo } from './targets.ts';
import { crossentropyOfLogit, crossentropyOfProbability } from './yes-or-no.ts';

export interface BinaryCrossentropyOptions extends LossOptions {
  /** True when the outputs are raw scores (a linear last layer), false when they are probabilities (sigmoid). */
  readonly fromLogits?: boolean;
  /** s: how far each target is drawn towards ½, y(1 − s) + s/2. */
  readonly labelSmoothing?: number;
  /** The axis that is averaged over, counted with the batch as 0. */
  readonly axis?: number;
}

/**
 * Cross-entropy of yes and no: −y log p − (1 − y) log(1 − p), averaged over an example's outputs, where
 * p = sigmoid(output) with `fromLogits: true`, and otherwise the output kept within [10⁻⁷, 1 − 10⁻⁷].
 *
 * Targets lie between 0 and 1 and have the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for targets outside [0, 1] or of another shape.
 * @see https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const loss = losses.BinaryCrossentropy({ fromLogits: true });
 * const mean = losses.compute(loss, tf.tensor1d([1, 0]), tf.tensor2d([[0], [0]]));
 * console.assert(Math.abs(mean.dataSync()[0] - Math.LN2) < 1e-6);
 */
export function BinaryCrossentropy({
  fromLogits = false,
  labelSmoothing = 0,
  axis = -1,
  reduction = 'sum_over_batch_size',
  name = 'binary_crossentropy',
  ...unknown
}: BinaryCrossentropyOptions = {}) {
  requireNamedOptions('BinaryCrossentropy', arguments);
  const config = { fromLogits, labelSmoothing, axis, reduction, name };
  requireBoolean('BinaryCrossentropy', { fromLogits });
  requireInterval('BinaryCrossentropy', { labelSmoothing }, '[0, 1]');
  requireAxis('BinaryCrossentropy', axis);
  checkLossOptions('BinaryCrossentropy', config, unknown);
  return elementwiseLoss({
    kind: 'BinaryCrossentropy',
    config,
    axis,
    expects: fromLogits ? 'logits' : 'probabilities',
    checkTargets(targets, output) {
      requireYesOrNo('BinaryCrossentropy', targets, output);
      requireAxisIn('BinaryCrossentropy', axis, output);
    },
    rule: smoothed(labelSmoothing, fromLogits ? crossentropyOfLogit : crossentropyOfProbability),
  });
}

BinaryCrossentropy.aliases = ['bce', 'BCE'] as const;
