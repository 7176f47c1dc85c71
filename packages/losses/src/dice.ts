import {
  axesOption,
  axisIn,
  axisOption,
  defineLoss,
  EPSILON,
  type Loss,
  type OptionsOf,
  option,
  requireAxisIn,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareLoss } from './loss-options.ts';
import { alignTargets, requireTargetPerOutput } from './targets.ts';

const declared = declareLoss('Dice', 'dice', {
  /**
   * The axes that are summed over, counted with the batch as 0: [1, 2, 3] gives each of a batch of images a value of its
   * own. Null for all of them, and so for one value of the whole batch.
   */
  axis: option.orNull(axesOption(axisOption())),
});

export interface DiceOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * How little two areas overlap: 1 − 2·Σ y·ŷ / (Σ y + Σ ŷ + 10⁻⁷), over the whole batch or over `axis` of each example.
 * It is 0 where outputs are the targets, of zeros and ones, and 1 where they have nothing in common.
 *
 * Targets have the shape of the outputs, which are chances of belonging to the area. Over the whole batch sample weights
 * multiply the one value, and what an epoch reports is the mean over its batches.
 *
 * @throws LabelError for targets of another shape.
 * @throws ShapeError for an axis that the outputs do not have.
 * @see https://keras.io/api/losses/probabilistic_losses/#dice-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const [y, p] = [tf.tensor2d([[1, 0], [1, 1]]), tf.tensor2d([[0.5, 0], [0.5, 0]])];
 * console.assert(Math.abs(losses.compute(losses.Dice(), y, p).dataSync()[0] - 0.5) < 1e-6);
 * const ofEach = losses.Dice({ axis: 1, reduction: 'none' });
 * console.assert(Math.abs(losses.compute(ofEach, y, p).dataSync()[1] - 0.6) < 1e-6);
 */
export function Dice(options: DiceOptions = {}): Loss {
  const described = declared.read(arguments);
  const { axis } = described.config;
  const axes = axis === null ? null : [axis].flat();
  return defineLoss({
    ...described,
    over: axes === null ? 'batch' : 'examples',
    checkTargets(targets, output) {
      requireTargetPerOutput('Dice', targets, output);
      for (const each of axes ?? []) requireAxisIn('Dice', each, output);
    },
    call(yTrue, yPred) {
      const over = axes?.map((each) => axisIn('Dice', each, yPred.rank));
      const y = alignTargets(yTrue, yPred);
      const both = tf.sum(tf.mul(y, yPred), over);
      const all = tf.add(tf.add(tf.sum(y, over), tf.sum(yPred, over)), EPSILON);
      return tf.sub(1, tf.div(tf.mul(both, 2), all));
    },
  });
}
