import { defineLoss, requireBoolean, requireInterval, tf } from '@tsuno/core';
import { clipProbabilities } from './clip-probabilities.ts';
import { checkLossOptions, type LossOptions } from './loss-options.ts';
import { alignTargets, requireTargetPerOutput, requireTargetsBetween } from './targets.ts';

export interface BinaryCrossentropyOptions extends LossOptions {
  /** True when the outputs are raw scores (a linear last layer), false when they are probabilities (sigmoid). */
  readonly fromLogits?: boolean;
  /** s: how far each target is drawn towards ½, y(1 − s) + s/2. */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy of yes and no: −y log p − (1 − y) log(1 − p), averaged over an example's outputs, where
 * p = sigmoid(output) with `fromLogits: true`, and otherwise the output kept within [10⁻⁷, 1 − 10⁻⁷].
 *
 * Targets lie between 0 and 1 and have the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for targets outside [0, 1] or of another shape.
 * @see https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const loss = losses.BinaryCrossentropy({ fromLogits: true });
 * const mean = losses.compute(loss, tf.tensor1d([1, 0]), tf.tensor2d([[0], [0]]));
 * console.assert(Math.abs(mean.dataSync()[0] - Math.LN2) < 1e-6);
 */
export function BinaryCrossentropy({
  fromLogits = false,
  labelSmoothing = 0,
  reduction = 'sum_over_batch_size',
  name = 'binary_crossentropy',
  ...unknown
}: BinaryCrossentropyOptions = {}) {
  const config = { fromLogits, labelSmoothing, reduction, name };
  requireBoolean('BinaryCrossentropy', { fromLogits });
  requireInterval('BinaryCrossentropy', { labelSmoothing }, '[0, 1]');
  checkLossOptions('BinaryCrossentropy', config, unknown);
  return defineLoss({
    kind: 'BinaryCrossentropy',
    config,
    expects: fromLogits ? 'logits' : 'probabilities',
    checkTargets(targets, output) {
      requireTargetPerOutput('BinaryCrossentropy', targets, output, (shape) =>
        shape.length < output.length
          ? ' Class numbers with an output for each class belong to SparseCategoricalCrossentropy.'
          : '',
      );
      requireTargetsBetween('BinaryCrossentropy', targets, [0, 1]);
    },
    call(yTrue, yPred) {
      const targets = alignTargets(yTrue, yPred);
      const y =
        labelSmoothing === 0
          ? targets
          : tf.add(tf.mul(targets, 1 - labelSmoothing), labelSmoothing / 2);
      return tf.mean(fromLogits ? ofLogits(y, yPred) : ofProbabilities(y, yPred), -1);
    },
  });
}

BinaryCrossentropy.aliases = ['bce', 'BCE'] as const;

/** −y log σ(z) − (1 − y) log σ(−z) = softplus(z) − y·z. */
function ofLogits(y: tf.Tensor, z: tf.Tensor): tf.Tensor {
  return tf.sub(softplus(z), tf.mul(y, z));
}

function ofProbabilities(y: tf.Tensor, output: tf.Tensor): tf.Tensor {
  const p = clipProbabilities(output);
  const yes = tf.mul(y, tf.log(p));
  const no = tf.mul(tf.sub(1, y), tf.log(tf.sub(1, p)));
  return tf.neg(tf.add(yes, no));
}

/**
 * log(1 + eᶻ) without overflow: max(z, 0) + log(1 + e^−|z|). Its derivative σ(z) is stated, because that of the two
 * terms, one by one, would be 0 instead of ½ at z = 0, where a model with a kernel of zeros begins.
 */
const softplus = tf.customGrad((input, save) => {
  const z = input as tf.Tensor;
  (save as tf.GradSaveFunc)([z]);
  return {
    value: tf.add(tf.relu(z), tf.log1p(tf.exp(tf.neg(tf.abs(z))))),
    gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(dy, tf.sigmoid(saved)),
  };
});
