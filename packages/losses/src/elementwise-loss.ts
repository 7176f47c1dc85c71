import {
  type Config,
  defineLoss,
  type Loss,
  type LossRule,
  type Reduction,
  tensorArith,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { alignTargets } from './targets.ts';

/** A loss that is the mean of a rule over an example's outputs: the rule is all that any engine needs. */
export function elementwiseLoss<
  C extends Config & { readonly reduction: Reduction; readonly name: string },
>({
  rule,
  ...loss
}: {
  readonly kind: string;
  readonly config: C;
  readonly expects?: Loss['expects'];
  readonly checkTargets: Loss['checkTargets'];
  readonly rule: LossRule;
}): Loss & { readonly config: C } {
  const onTensors = tf.customGrad((yTrue, yPred, save) => {
    const [targets, outputs] = [yTrue as tf.Tensor, yPred as tf.Tensor];
    (save as tf.GradSaveFunc)([targets, outputs]);
    return {
      value: rule.value(tensorArith, targets, outputs),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [
        // Targets are given: nothing is learned about them.
        tf.zerosLike(saved[0]),
        tf.mul(dy, rule.derivative(tensorArith, saved[0], saved[1])),
      ],
    };
  });
  return defineLoss({
    ...loss,
    call: (yTrue, yPred) => tf.mean(onTensors(alignTargets(yTrue, yPred), yPred), -1),
    // With more axes there is a value for each position, which the compiled engine does not keep apart.
    lower: (output) => (output.length === 1 ? { op: 'elementwiseMean', rule } : null),
  });
}
