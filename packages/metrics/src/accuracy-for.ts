import { type Metric, OptionError, type Shape, show } from '@tsuno/core';
import { BinaryAccuracy } from './binary-accuracy.ts';
import { CategoricalAccuracy } from './categorical-accuracy.ts';
import { SparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';

/**
 * What the string `'accuracy'` (or `'acc'`) means for targets and outputs of these shapes: Keras's rule. One output:
 * binary; targets with fewer axes than the outputs, or a single number each: sparse; otherwise categorical.
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/trainers/compile_utils.py (`get_metric`)
 *
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.accuracyFor([], [10]).kind === 'SparseCategoricalAccuracy');
 * console.assert(metrics.accuracyFor([10], [10]).kind === 'CategoricalAccuracy');
 * console.assert(metrics.accuracyFor([], [1]).kind === 'BinaryAccuracy');
 */
export function accuracyFor(target: Shape, output: Shape, name = 'accuracy'): Metric {
  for (const [which, shape] of Object.entries({ target, output })) {
    if (!Array.isArray(shape)) {
      throw new OptionError(
        `accuracyFor: ${which} must be the shape of one example, such as [10], got ${show(shape)}.`,
      );
    }
  }
  const classes = output[output.length - 1];
  if (classes === 1) return BinaryAccuracy({ name });
  const isSparse = target.length < output.length || target[target.length - 1] === 1;
  return isSparse ? SparseCategoricalAccuracy({ name }) : CategoricalAccuracy({ name });
}
