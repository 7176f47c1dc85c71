import { type Loss, type OptionsOf, requireAxisIn, type Shown } from '@tsuno/core';
import { OF_YES_OR_NO } from './crossentropy-options.ts';
import { elementwiseLoss } from './elementwise-loss.ts';
import { smoothed } from './label-smoothing.ts';
import { declareLoss } from './loss-options.ts';
import { requireYesOrNo } from './targets.ts';
import { crossentropyOfLogit, crossentropyOfProbability } from './yes-or-no.ts';

const declared = declareLoss('BinaryCrossentropy', 'binary_crossentropy', OF_YES_OR_NO);

export interface BinaryCrossentropyOptions extends OptionsOf<typeof declared>, Shown {}

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
export function BinaryCrossentropy(options: BinaryCrossentropyOptions = {}): Loss {
  const described = declared.read(arguments);
  const { fromLogits, labelSmoothing, axis } = described.config;
  return elementwiseLoss({
    ...described,
    axis,
    expects: fromLogits ? 'logits' : 'probabilities',
    checkTargets(targets, output) {
      requireYesOrNo('BinaryCrossentropy', targets, output);
      requireAxisIn('BinaryCrossentropy', axis, output);
    },
    rule: smoothed(labelSmoothing, fromLogits ? crossentropyOfLogit : crossentropyOfProbability),
  });
}

BinaryCrossentropy.aliases = ['bce', 'BCE'] as const;
