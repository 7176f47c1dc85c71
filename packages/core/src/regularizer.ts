import { tensorArith } from './arith-tensor.ts';
import type { OptionDeclarations } from './declare-options.ts';
import type { Config, Description } from './description.ts';
import type { PenaltyRule } from './rules.ts';
import * as tf from './tf.ts';

/** A penalty on the size of weights or of outputs, which is added to the loss. */
export interface Regularizer extends Description<'regularizer'> {
  /** One number for all of `w`. Its derivative is known to TensorFlow.js. */
  call(w: tf.Tensor): tf.Tensor;
  /** Present when the penalty is a sum over single numbers; only such ones have a compiled form. */
  readonly rule?: PenaltyRule;
}

/**
 * Makes a regularizer: from a rule for single numbers, whose values are summed, or from a function on tensors.
 *
 * @example
 * import { defineRegularizer } from 'tsuno/core';
 *
 * // A penalty that leaves small weights alone.
 * const Hard = ({ limit = 1, strength = 0.01 } = {}) =>
 *   defineRegularizer({
 *     kind: 'Hard',
 *     config: { limit, strength },
 *     rule: {
 *       value: (k, w) => k.mul(k.max(k.sub(k.abs(w), limit), 0), strength),
 *       derivative: (k, w) =>
 *         k.whereGreater(w, limit, strength, k.whereGreater(-limit, w, -strength, 0)),
 *     },
 *   });
 */
export function defineRegularizer<C extends Config>({
  rule,
  call,
  ...regularizer
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly rule?: PenaltyRule;
  readonly call?: (w: tf.Tensor) => tf.Tensor;
}): Regularizer & { readonly config: C } {
  return Object.freeze({
    ...regularizer,
    type: 'regularizer' as const,
    config: Object.freeze(regularizer.config),
    rule,
    call: call ?? (rule ? sumOf(rule) : () => tf.scalar(0)),
  });
}

/** Σ value(w), with the rule's own derivative. */
function sumOf(rule: PenaltyRule): (w: tf.Tensor) => tf.Tensor {
  const onTensors = tf.customGrad((w, save) => {
    const weights = w as tf.Tensor;
    (save as tf.GradSaveFunc)([weights]);
    return {
      value: tf.sum(rule.value(tensorArith, weights)),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
        tf.mul(dy, rule.derivative(tensorArith, saved)),
    };
  });
  return (w) => onTensors(w);
}
