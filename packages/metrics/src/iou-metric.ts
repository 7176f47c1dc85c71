import { defineMetric, EPSILON, LabelError, type Metric, showShape, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { spreadWeights } from './spread-weights.ts';

/**
 * A metric of how far the places where a class is and those where it is said to be overlap: TP / (TP + FP + FN),
 * averaged over those of the `targets` that occur. Its statistics are the matrix of what is said (columns) where
 * something is (rows). Sample weights count as they are; Keras cuts them to whole numbers unless its dtype is a float.
 *
 * `labels` gives class numbers of targets and outputs; positions out of range are left out.
 */
export function iouMetric<C extends Metric['config'] & { readonly name: string }>({
  classes,
  targets,
  ignoreClass,
  labels,
  ...metric
}: {
  readonly kind: string;
  readonly config: C;
  readonly forLogits?: Metric;
  readonly checkTargets: Metric['checkTargets'];
  readonly classes: number;
  readonly targets: readonly number[];
  readonly ignoreClass: number | null;
  readonly labels: (yTrue: tf.Tensor, yPred: tf.Tensor) => readonly [tf.Tensor, tf.Tensor];
}): Metric<C['name']> & { readonly config: C } {
  return defineMetric({
    ...metric,
    direction: 'up',
    measure(yTrue, yPred, sampleWeight) {
      const [truth, said] = labels(yTrue, yPred).map((each) => tf.cast(each, 'int32'));
      const y = tf.reshape(truth, said.shape);
      const isClass = (each: tf.Tensor) =>
        tf.logicalAnd(tf.greaterEqual(each, 0), tf.less(each, classes));
      const inside = tf.logicalAnd(isClass(y), isClass(said));
      const counted =
        ignoreClass === null ? inside : tf.logicalAnd(inside, tf.notEqual(y, ignoreClass));
      const place = tf.cast(tf.add(tf.mul(y, classes), said), 'int32');
      const w = tf.mul(
        spreadWeights(sampleWeight, tf.cast(said, 'float32')),
        tf.cast(counted, 'float32'),
      );
      const flat = (each: tf.Tensor) => tf.reshape(each, [-1]) as tf.Tensor1D;
      const places = flat(tf.where(counted, place, tf.zerosLike(place)));
      return tf.bincount(places, flat(w), classes * classes);
    },
    result(matrix) {
      let sum = 0;
      let occurring = 0;
      for (const target of targets) {
        let union = -matrix[target * classes + target];
        for (let other = 0; other < classes; other++) {
          union += matrix[target * classes + other] + matrix[other * classes + target];
        }
        if (union <= 1e-9) continue;
        sum += matrix[target * classes + target] / (union + EPSILON);
        occurring += 1;
      }
      return sum / (occurring + EPSILON);
    },
  });
}

/** The options that `IoU` and `MeanIoU` share. */
export interface ClassOverlapOptions {
  /** How many classes there are. */
  readonly numClasses: number;
  /** A label whose positions are left out. */
  readonly ignoreClass?: number | null;
  /** Whether targets are class numbers; otherwise they are one-hot. */
  readonly sparseYTrue?: boolean;
  /** Whether outputs are class numbers; otherwise they are scores, of which the largest is taken. */
  readonly sparseYPred?: boolean;
  /** The axis along which the classes lie where they are not class numbers. */
  readonly axis?: number;
}

/** Class numbers of targets and outputs, from scores by their largest. */
export function classNumbers({
  sparseYTrue,
  sparseYPred,
  axis,
}: Required<Pick<ClassOverlapOptions, 'sparseYTrue' | 'sparseYPred' | 'axis'>>) {
  return (yTrue: tf.Tensor, yPred: tf.Tensor) =>
    [
      sparseYTrue ? yTrue : tf.argMax(yTrue, axis),
      sparseYPred ? yPred : tf.argMax(yPred, axis),
    ] as const;
}

/** A check that there is a target for each class number that is said. */
export function requireOverlap(
  who: string,
  {
    numClasses,
    sparseYTrue,
    sparseYPred,
  }: Required<Pick<ClassOverlapOptions, 'numClasses' | 'sparseYTrue' | 'sparseYPred'>>,
): NonNullable<Metric['checkTargets']> {
  return ({ shape }, output) => {
    const said = sizeOf(output) / (sparseYPred ? 1 : numClasses);
    if (sizeOf(shape) / (sparseYTrue ? 1 : numClasses) === said) return;
    throw new LabelError(
      `${who}: targets of shape ${showShape(shape)} do not fit outputs of shape ${showShape(output)}. sparseYTrue and sparseYPred say which of them are class numbers.`,
    );
  };
}
