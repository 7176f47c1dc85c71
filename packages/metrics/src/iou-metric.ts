import {
  axisIn,
  axisOption,
  type DeclaredOptions,
  defineMetric,
  EPSILON,
  LabelError,
  type Metric,
  type OptionDeclarations,
  OptionError,
  type OptionsOf,
  option,
  requireAxisIn,
  type Shape,
  ShapeError,
  type Shown,
  show,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { spreadWeights } from './spread-weights.ts';
import { requireFewStatistics } from './statistics-budget.ts';

/** The options that `IoU` and `MeanIoU` share. */
export const OVERLAP = {
  /** How many classes there are. */
  numClasses: option.whole('[1, ∞)'),
  /** A label whose positions are left out. */
  ignoreClass: option.orNull(option.whole('(-∞, ∞)')),
  /** Whether targets are class numbers; otherwise they are one-hot. */
  sparseYTrue: option.boolean(true),
  /** Whether outputs are class numbers; otherwise they are scores, of which the largest is taken. */
  sparseYPred: option.boolean(true),
  /** The axis along which the classes lie where they are not class numbers. */
  axis: axisOption(-1),
};

/** The options that `IoU` and `MeanIoU` share. */
export interface ClassOverlapOptions extends OptionsOf<DeclaredOptions<typeof OVERLAP>>, Shown {}

/**
 * A metric of how far the places where a class is and those where it is said to be overlap: TP / (TP + FP + FN),
 * averaged over those of the `targets` (null: all classes) that occur. Its statistics are the matrix of what is said (columns) where
 * something is (rows). Sample weights count as they are; Keras cuts them to whole numbers unless its dtype is a float.
 *
 * `labels` gives class numbers of targets and outputs; positions out of range are left out.
 *
 * @throws OptionError for targets that are no classes, and for more classes than a matrix of them can hold.
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
  readonly options?: OptionDeclarations;
  readonly forLogits?: Metric;
  readonly checkTargets: Metric['checkTargets'];
  readonly classes: number;
  readonly targets: readonly number[] | null;
  readonly ignoreClass: number | null;
  readonly labels: (yTrue: tf.Tensor, yPred: tf.Tensor) => readonly [tf.Tensor, tf.Tensor];
}): Metric<C['name']> & { readonly config: C } {
  const { kind } = metric;
  requireFewStatistics(kind, `a matrix of ${classes} by ${classes} classes`, classes ** 2);
  const looked = targets ?? Array.from({ length: classes }, (_, target) => target);
  if (looked.some((target) => target >= classes)) {
    throw new OptionError(
      `${kind}: targetClassIds must be a list of class numbers from 0 to ${classes - 1}, got ${show(looked)}.`,
    );
  }
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
      for (const target of looked) {
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

type Overlap = Required<
  Pick<ClassOverlapOptions, 'numClasses' | 'sparseYTrue' | 'sparseYPred' | 'axis'>
>;

/** Class numbers of targets and outputs, from scores by their largest. */
export function classNumbers({ sparseYTrue, sparseYPred, axis }: Omit<Overlap, 'numClasses'>) {
  return (yTrue: tf.Tensor, yPred: tf.Tensor) =>
    [
      sparseYTrue ? yTrue : tf.argMax(yTrue, axis),
      sparseYPred ? yPred : tf.argMax(yPred, axis),
    ] as const;
}

/** A check that there is a target for each class number that is said. */
export function requireOverlap(
  who: string,
  { numClasses, sparseYTrue, sparseYPred, axis }: Overlap,
): NonNullable<Metric['checkTargets']> {
  /** How many class numbers scores of this shape stand for. */
  const places = (what: string, shape: Shape) => {
    requireAxisIn(who, axis, shape);
    const classes = shape[axisIn(who, axis, shape.length + 1) - 1];
    if (classes === numClasses) return sizeOf(shape) / classes;
    throw new ShapeError(
      `${who}: numClasses is ${numClasses}, but ${what} of shape ${showShape(shape)} have ${classes} along axis ${axis}.`,
    );
  };
  return ({ shape }, output) => {
    const said = sparseYPred ? sizeOf(output) : places('outputs', output);
    if ((sparseYTrue ? sizeOf(shape) : places('targets', shape)) === said) return;
    throw new LabelError(
      `${who}: targets of shape ${showShape(shape)} do not fit outputs of shape ${showShape(output)}. sparseYTrue and sparseYPred say which of them are class numbers.`,
    );
  };
}
