import { LabelError, type Rows, type Shape, sameShape, showShape, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/**
 * Targets and predictions brought to one rank as Keras does: of [n] and [n, 1] the first becomes [n, 1].
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/losses/loss.py (`squeeze_or_expand_to_same_rank`)
 */
export function alignTargets(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  const targets = tf.cast(yTrue, 'float32');
  return targets.size === yPred.size ? tf.reshape(targets, yPred.shape) : targets;
}

/**
 * Refuses targets that are not one number for each output.
 *
 * @throws LabelError; `hint` says what else the targets may be meant for.
 */
export function requireTargetPerOutput(
  who: string,
  { shape }: Rows,
  output: Shape,
  hint: (shape: Shape) => string = () => '',
): void {
  const column = sizeOf(output) === 1 && sizeOf(shape) === 1;
  if (column || sameShape(shape, output)) return;
  throw new LabelError(
    `${who}: each target must have the shape of an output, ${showShape(output)}, got ${showShape(shape)}.${hint(shape)}`,
  );
}

/** Refuses targets outside `[low, high]`, naming the first. */
export function requireTargetsBetween(
  who: string,
  { values, shape }: Rows,
  [low, high]: readonly [number, number],
  hint = '',
): void {
  const width = sizeOf(shape);
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= low && values[i] <= high) continue;
    throw new LabelError(
      `${who}: y${position(i, width)} is ${values[i]}, but targets run from ${low} ${high === Infinity ? 'on' : `to ${high}`}.${hint}`,
    );
  }
}

/** Refuses what is no answer, or probability of a yes, for each output. */
export function requireYesOrNo(who: string, targets: Rows, output: Shape): void {
  requireTargetPerOutput(who, targets, output, (shape) =>
    shape.length < output.length
      ? ' Class numbers with an output for each class belong to SparseCategoricalCrossentropy.'
      : '',
  );
  requireTargetsBetween(who, targets, [0, 1]);
}

/** Refuses what is no distribution over the outputs, one-hot or soft. */
export function requireDistributions(who: string, targets: Rows, output: Shape): void {
  requireTargetPerOutput(who, targets, output, (shape) =>
    shape.length < output.length || shape[shape.length - 1] === 1
      ? ' Class numbers belong to SparseCategoricalCrossentropy.'
      : '',
  );
  requireTargetsBetween(who, targets, [0, 1]);
}

/** Distributions drawn towards the even one, y(1 − s) + s/K. Like Keras it takes K, the number of classes, from the last axis. */
export function smoothedDistributions(targets: tf.Tensor, labelSmoothing: number): tf.Tensor {
  if (labelSmoothing === 0) return targets;
  const classes = targets.shape[targets.rank - 1];
  return tf.add(tf.mul(targets, 1 - labelSmoothing), labelSmoothing / classes);
}

/** `[17]`, or `[17][2]` where each target has several numbers. */
export function position(index: number, width: number): string {
  return width === 1 ? `[${index}]` : `[${Math.floor(index / width)}][${index % width}]`;
}
