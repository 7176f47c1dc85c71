import { type Arith, EPSILON, type LossRule, requireBoolean, requireInterval } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { checkLossOptions, type LossOptions } from './loss-options.ts';
import { requireTargetPerOutput, requireTargetsBetween } from './targets.ts';

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
  return elementwiseLoss({
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
    rule: smoothed(labelSmoothing, fromLogits ? ofLogits : ofProbabilities),
  });
}

BinaryCrossentropy.aliases = ['bce', 'BCE'] as const;

/** The rule for targets drawn towards ½. */
function smoothed(labelSmoothing: number, rule: LossRule): LossRule {
  if (labelSmoothing === 0) return rule;
  const smooth = <T>(k: Arith<T>, y: T) => k.add(k.mul(y, 1 - labelSmoothing), labelSmoothing / 2);
  return {
    value: (k, y, output) => rule.value(k, smooth(k, y), output),
    derivative: (k, y, output) => rule.derivative(k, smooth(k, y), output),
  };
}

/** −y log σ(z) − (1 − y) log σ(−z) = log(1 + eᶻ) − y·z, with max(z, 0) + log(1 + e^−|z|) for the first term. */
const ofLogits: LossRule = {
  value(k, y, z) {
    const softplus = k.add(k.max(z, 0), k.log1p(k.exp(k.neg(k.abs(z)))));
    return k.sub(softplus, k.mul(y, z));
  },
  derivative: (k, y, z) => k.sub(k.div(1, k.add(1, k.exp(k.neg(z)))), y),
};

const ofProbabilities: LossRule = {
  value(k, y, output) {
    const p = clip(k, output);
    const yes = k.mul(y, k.log(p));
    const no = k.mul(k.sub(1, y), k.log(k.sub(1, p)));
    return k.neg(k.add(yes, no));
  },
  derivative(k, y, output) {
    const p = clip(k, output);
    const slope = k.sub(k.div(k.sub(1, y), k.sub(1, p)), k.div(y, p));
    // Outside of the limits the clipped output does not move.
    const below = k.whereGreater(EPSILON, output, 0, slope);
    return k.whereGreater(output, 1 - EPSILON, 0, below);
  },
};

function clip<T>(k: Arith<T>, p: T): T {
  return k.min(k.max(p, EPSILON), 1 - EPSILON);
}
