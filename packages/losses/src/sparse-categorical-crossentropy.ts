import {
  axisIn,
  defineLoss,
  isOnlyAxis,
  LabelError,
  type Loss,
  type OptionsOf,
  option,
  type Rows,
  type Shape,
  ShapeError,
  type Shown,
  sameShape,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { classesLast } from './classes-last.ts';
import { OF_CLASSES } from './crossentropy-options.ts';
import { logProbabilities } from './log-probabilities.ts';
import { declareLoss } from './loss-options.ts';
import { position } from './targets.ts';

const declared = declareLoss('SparseCategoricalCrossentropy', 'sparse_categorical_crossentropy', {
  ...OF_CLASSES,
  /** A label that stands for no class: such positions give 0, and are left out of the mean. */
  ignoreClass: option.orNull(option.whole('(-∞, ∞)')),
});

export interface SparseCategoricalCrossentropyOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Cross-entropy between class numbers and scores: −log p[y] for each example, where p = softmax(output) with
 * `fromLogits: true`, and otherwise the outputs divided by their sum and kept within [10⁻⁷, 1 − 10⁻⁷].
 *
 * Targets are whole numbers from 0 to classes − 1, or `ignoreClass`, [n] or [n, 1]; outputs are [n, classes]. With
 * more axes there is a label for each position.
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
export function SparseCategoricalCrossentropy(
  options: SparseCategoricalCrossentropyOptions = {},
): Loss {
  const described = declared.read(arguments);
  const { fromLogits, ignoreClass, axis } = described.config;
  return defineLoss({
    ...described,
    expects: fromLogits ? 'logits' : 'probabilities',
    checkTargets: (targets, output) => requireLabels(targets, output, axis, ignoreClass),
    lower: (output) =>
      isOnlyAxis(axis, output) && ignoreClass === null
        ? { op: 'crossentropy', fromLogits, targets: 'classes', scale: 1, shift: 0 }
        : null,
    mask: (yTrue) =>
      ignoreClass === null ? null : tf.notEqual(tf.cast(yTrue, 'int32'), ignoreClass),
    call(yTrue, yPred) {
      const scores = classesLast('SparseCategoricalCrossentropy', yPred, axis);
      const labels = tf.reshape(tf.cast(yTrue, 'int32'), [...scores.shape.slice(0, -1), 1]);
      if (ignoreClass === null) return crossentropyOfLabels(labels, scores, fromLogits);
      const counted = tf.notEqual(labels, ignoreClass);
      // Where nothing counts, any scores with finite logarithms and slopes will do.
      const even = tf.where(counted, scores, tf.onesLike(scores));
      const values = crossentropyOfLabels(labels, even, fromLogits);
      return tf.mul(values, tf.reshape(tf.cast(counted, 'float32'), values.shape));
    },
  });
}

function crossentropyOfLabels(labels: tf.Tensor, scores: tf.Tensor, fromLogits: boolean) {
  const classes = scores.shape[scores.rank - 1];
  // One-hot by comparison: tf.oneHot refuses a single class.
  const own = tf.cast(tf.equal(labels, tf.range(0, classes, 1, 'int32')), 'float32');
  return tf.neg(tf.sum(tf.mul(logProbabilities(scores, fromLogits), own), -1));
}

function requireLabels(
  { values, shape }: Rows,
  output: Shape,
  axis: number,
  ignoreClass: number | null,
): void {
  if (output.length === 0) {
    throw new ShapeError(
      `SparseCategoricalCrossentropy: the outputs must be one score per class, but an output is a single number.`,
    );
  }
  const along = axisIn('SparseCategoricalCrossentropy', axis, output.length + 1) - 1;
  const classes = output[along];
  const positions = output.filter((_, each) => each !== along);
  const column = output.map((size, each) => (each === along ? 1 : size));
  if (!sameShape(shape, positions) && !sameShape(shape, column)) {
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
    if (label === ignoreClass) continue;
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
