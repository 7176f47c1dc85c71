import {
  axisIn,
  type Config,
  defineLoss,
  isOnlyAxis,
  type Loss,
  type LossRule,
  type OptionDeclarations,
  type Reduction,
  tensorArith,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { alignTargets } from './targets.ts';

/**
 * A loss that is the mean (or the sum) of a rule over an example's outputs: the rule is all that any engine needs.
 * `axis` is the one that is averaged over, where it is not the last.
 */
export function elementwiseLoss<
  C extends Config & { readonly reduction: Reduction; readonly name: string },
>({
  rule,
  over = 'mean',
  axis = -1,
  ...loss
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly expects?: Loss['expects'];
  readonly checkTargets: Loss['checkTargets'];
  readonly rule: LossRule;
  readonly over?: 'mean' | 'sum';
  readonly axis?: number;
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
  const reduce = over === 'mean' ? tf.mean : tf.sum;
  return defineLoss({
    ...loss,
    call(yTrue, yPred) {
      const values = onTensors(alignTargets(yTrue, yPred), yPred);
      return reduce(values, axisIn(loss.kind, axis, yPred.rank));
    },
    lower(output) {
      // With more axes there is a value for each position, which the compiled engine does not keep apart.
      if (!isOnlyAxis(axis, output)) return null;
      return { op: 'elementwiseMean', rule: over === 'mean' ? rule : scaled(output[0], rule) };
    },
  });
}

/** The rule whose mean over `width` outputs is the sum of `rule`. */
function scaled(width: number, rule: LossRule): LossRule {
  return {
    value: (k, y, output) => k.mul(width, rule.value(k, y, output)),
    derivative: (k, y, output) => k.mul(width, rule.derivative(k, y, output)),
  };
}
