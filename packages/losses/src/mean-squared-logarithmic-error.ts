import { type Arith, EPSILON, type Loss } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { slopeOfMax } from './kinks.ts';
import { declareLoss, type LossOptions } from './loss-options.ts';
import { requireTargetPerOutput, requireTargetsBetween } from './targets.ts';

const declared = declareLoss('MeanSquaredLogarithmicError', 'mean_squared_logarithmic_error', {});

/**
 * The mean of the squared differences of logarithms: (1/k) Σ (log(1 + y) − log(1 + ŷ))² over an example's k outputs,
 * where outputs below 10⁻⁷ count as 10⁻⁷. For sizes whose ratio matters, such as prices.
 *
 * Targets are 0 or more and have the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for negative targets, which Keras takes for 0, and for targets of another shape.
 * @see https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const loss = losses.MeanSquaredLogarithmicError();
 * const mean = losses.compute(loss, tf.tensor1d([0, 3]), tf.tensor2d([[0], [1]]));
 * console.assert(Math.abs(mean.dataSync()[0] - Math.LN2 ** 2 / 2) < 1e-6);
 */
export function MeanSquaredLogarithmicError(options: LossOptions = {}): Loss {
  return elementwiseLoss({
    ...declared.read(arguments),
    checkTargets(targets, output) {
      requireTargetPerOutput('MeanSquaredLogarithmicError', targets, output);
      requireTargetsBetween('MeanSquaredLogarithmicError', targets, [0, Infinity]);
    },
    rule: {
      value: (k, y, output) => k.square(k.sub(logOf(k, output), logOf(k, y))),
      derivative(k, y, output) {
        const slope = k.div(slopeOfMax(k, output, EPSILON), k.add(k.max(output, EPSILON), 1));
        return k.mul(k.mul(2, k.sub(logOf(k, output), logOf(k, y))), slope);
      },
    },
  });
}

MeanSquaredLogarithmicError.aliases = ['msle', 'MSLE'] as const;

const logOf = <T>(k: Arith<T>, x: T) => k.log(k.add(k.max(x, EPSILON), 1));
