import type { Loss } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { declareLoss, type LossOptions } from './loss-options.ts';
import { requireTargetPerOutput } from './targets.ts';

const declared = declareLoss('LogCosh', 'log_cosh', {});

/**
 * The mean of log cosh(ŷ − y) over an example's outputs: about ½(ŷ − y)² where they are near, |ŷ − y| − log 2 where
 * they are far, and smooth everywhere.
 *
 * Targets have the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for targets of another shape.
 * @see https://keras.io/api/losses/regression_losses/#logcosh-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const mean = losses.compute(losses.LogCosh(), tf.tensor1d([0, 0]), tf.tensor2d([[0], [1]]));
 * console.assert(Math.abs(mean.dataSync()[0] - Math.log(Math.cosh(1)) / 2) < 1e-6);
 */
export function LogCosh(options: LossOptions = {}): Loss {
  return elementwiseLoss({
    ...declared.read(arguments),
    checkTargets: (targets, output) => requireTargetPerOutput('LogCosh', targets, output),
    rule: {
      value(k, y, output) {
        // Far: |x| + log(1 + e^−2|x|) − log 2, where no exponential overflows; near, where these cancel, −½ log(1 − tanh² x).
        const size = k.abs(k.sub(output, y));
        const small = k.neg(k.square(k.tanh(size)));
        const logarithm = k.log1p(k.whereGreater(size, 1, k.exp(k.mul(-2, size)), small));
        const far = k.sub(k.add(size, logarithm), Math.LN2);
        return k.whereGreater(size, 1, far, k.mul(-0.5, logarithm));
      },
      derivative: (k, y, output) => k.tanh(k.sub(output, y)),
    },
  });
}
