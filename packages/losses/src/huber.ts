import { type Loss, type OptionsOf, option, type Shown } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { declareLoss } from './loss-options.ts';
import { requireTargetPerOutput } from './targets.ts';

const declared = declareLoss('Huber', 'huber_loss', {
  /** δ: from which difference on the loss grows like a line rather than a parabola. */
  delta: option.number('(0, ∞)', 1),
});

export interface HuberOptions extends OptionsOf<typeof declared>, Shown {}

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
export function Huber(options: HuberOptions = {}): Loss {
  const described = declared.read(arguments);
  const { delta } = described.config;
  return elementwiseLoss({
    ...described,
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
