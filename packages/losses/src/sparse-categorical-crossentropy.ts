import {
  defineLoss,
  LabelError,
  type Rows,
  requireBoolean,
  type Shape,
  ShapeError,
  sameShape,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { logProbabilities } from './log-probabilities.ts';
import { checkLossOptions, type LossOptions } from './loss-options.ts';
import { position } from './targets.ts';

export interface SparseCategoricalCrossentropyOptions extends LossOptions {
  /** True when the outputs are raw scores (a linear last layer), false when they are probabilities (softmax). */
  readonly fromLogits?: boolean;
}

/**
 * Cross-entropy between class numbers and scores: −log p[y] for each example, where p = softmax(output) with
 * `fromLogits: true`, and otherwise the outputs divided by their sum and kept within [10⁻⁷, 1 − 10⁻⁷].
 *
 * Targets are whole numbers from 0 to classes − 1, [n] or [n, 1]; outputs are [n, classes].
 *
 * @throws LabelError for a label that is no class number, for one-hot targets.
 * @see https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const loss = losses.SparseCategoricalCrossentropy({ fromLogits: true });
 * const scores = tf.tensor2d([[8, 1, 1], [0, 9, 1], [2, 3, 5]]);
 * const mean = losses.compute(loss, tf.tensor1d([0, 1, 2], 'int32'), scores);
 * console.assert(Math.abs(mean.dataSync()[0] - 0.0573) < 1e-4);
 */
export function SparseCategoricalCrossentropy({
  fromLogits = false,
  reduction = 'sum_over_batch_size',
  name = 'sparse_categorical_crossentropy',
  ...unknown
}: SparseCategoricalCrossentropyOptions = {}) {
  const config = { fromLogits, reduction, name };
  requireBoolean('SparseCategoricalCrossentropy', { fromLogits });
  checkLossOptions('SparseCategoricalCrossentropy', config, unknown);
  return defineLoss({
    kind: 'SparseCategoricalCrossentropy',
    config,
    expects: fromLogits ? 'logits' : 'probabilities',
    checkTargets: requireClassNumbers,
    lower: (output) =>
      output.length === 1
        ? { op: 'crossentropy', fromLogits, targets: 'classes', scale: 1, shift: 0 }
        : null,
    call(yTrue, yPred) {
      const classes = yPred.shape[yPred.rank - 1];
      const labels = tf.reshape(tf.cast(yTrue, 'int32'), [...yPred.shape.slice(0, -1), 1]);
      // One-hot by comparison: tf.oneHot refuses a single class.
      const own = tf.cast(tf.equal(labels, tf.range(0, classes, 1, 'int32')), 'float32');
      const chosen = tf.mul(logProbabilities(yPred, fromLogits), own);
      return tf.neg(tf.sum(chosen, -1));
    },
  });
}

function requireClassNumbers({ values, shape }: Rows, output: Shape): void {
  if (output.length === 0) {
    throw new ShapeError(
      `SparseCategoricalCrossentropy: the outputs must be one score per class, but an output is a single number.`,
    );
  }
  const classes = output[output.length - 1];
  const positions = output.slice(0, -1);
  if (!sameShape(shape, positions) && !sameShape(shape, [...positions, 1])) {
    const oneHot = sameShape(shape, output)
      ? ' One-hot targets belong to CategoricalCrossentropy; class numbers are made from them with argmax.'
      : '';
    throw new LabelError(
      `SparseCategoricalCrossentropy: each target must be a class number, of shape ${showShape(positions)}, got ${showShape(shape)}.${oneHot}`,
    );
  }
  const width = sizeOf(shape);
  for (let i = 0; i < values.length; i++) {
    const label = values[i];
    if (!Number.isInteger(label)) {
      throw new LabelError(
        `SparseCategoricalCrossentropy: y${position(i, width)} is ${label}, but labels are whole numbers.`,
      );
    }
    if (label < 0 || label >= classes) {
      const hint = classes === 1 ? ' For two classes with one output use BinaryCrossentropy.' : '';
      throw new LabelError(
        `SparseCategoricalCrossentropy: y${position(i, width)} is ${label}, but the model has ${classes} output${classes === 1 ? '' : 's'}, so labels run from 0 to ${classes - 1}.${hint}`,
      );
    }
  }
}
