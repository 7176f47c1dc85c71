import { requireInterval, requireNamedOptions } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { checkLossOptions, type LossOptions } from './loss-options.ts';
import { requireTargetPerOutput } from './targets.ts';

export interface HuberOptions extends LossOptions {
  /** δ: from which difference on the loss grows like a line rather than a parabola. */
  readonly delta?: number;
}

/**
 * Squares for small differences, lines for large ones: with e = ŷ − y the mean of ½e² where |e| ≤ δ, and of
 * δ|e| − ½δ² elsewhere, over an example's outputs.
 *
 * Targets have the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for targets of another shape.
 * @see https://keras.io/api/losses/regression_losses/#huber-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const mean = losses.compute(losses.Huber(), tf.tensor1d([0, 0]), tf.tensor2d([[1], [3]]));
 * console.assert(mean.dataSync()[0] === (0.5 + 2.5) / 2);
 */
export function Huber({
  delta = 1,
  reduction = 'sum_over_batch_size',
  name = 'huber_loss',
  ...unknown
}: HuberOptions = {}) {
  requireNamedOptions('Huber', arguments);
  const config = { delta, reduction, name };
  requireInterval('Huber', { delta }, '(0, ∞)');
  checkLossOptions('Huber', config, unknown);
  return elementwiseLoss({
    kind: 'Huber',
    config,
    checkTargets: (targets, output) => requireTargetPerOutput('Huber', targets, output),
    rule: {
      value(k, y, output) {
        const error = k.sub(output, y);
        const size = k.abs(error);
        const line = k.sub(k.mul(delta, size), (delta * delta) / 2);
        return k.whereGreater(size, delta, line, k.mul(0.5, k.square(error)));
      },
      derivative: (k, y, output) => k.max(k.min(k.sub(output, y), delta), -delta),
    },
  });
}
