import { tensorArith } from './arith-tensor.ts';
import type { OptionDeclarations } from './declare-options.ts';
import type { Config, Description } from './description.ts';
import type { Op } from './ops.ts';
import type { ElementwiseRule } from './rules.ts';
import type { Shape } from './shape.ts';
import * as tf from './tf.ts';

/**
 * What the numbers of an output are: `probabilities` (softmax, sigmoid) or raw scores, `logits` (linear).
 * `compile` holds it against what the loss expects, because a softmax before a from-logits loss trains silently on
 * nonsense.
 */
export type Yields = 'probabilities' | 'logits';

/** A function between layers. */
export interface Activation extends Description<'activation'> {
  readonly yields?: Yields;
  /** Its derivative is known to TensorFlow.js. */
  call(x: tf.Tensor): tf.Tensor;
  /** The shape of one output for an input of this shape; absent when it is the same. */
  output?(input: Shape): Shape;
  /** Present when the function works on each number by itself. */
  readonly rule?: ElementwiseRule;
  /** The same in a compiled engine's operations; absent, or null for this input, when there are none for it. */
  lower?(input: Shape): readonly Op[] | null;
}

/**
 * Makes an activation from a function on tensors: use it for what is not elementwise, such as softmax, and when
 * TensorFlow.js knows the derivative already.
 */
export function defineActivation<C extends Config>(activation: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly yields?: Yields;
  readonly call: (x: tf.Tensor) => tf.Tensor;
  readonly output?: Activation['output'];
  readonly rule?: ElementwiseRule;
  readonly lower?: Activation['lower'];
}): Activation & { readonly config: C } {
  return Object.freeze({
    ...activation,
    type: 'activation' as const,
    config: Object.freeze(activation.config),
  });
}

/**
 * Makes an activation from an elementwise rule; the rule's own derivative is used in training.
 *
 * @example
 * import { defineElementwise } from 'tsuno/core';
 *
 * const cube = () =>
 *   defineElementwise({
 *     kind: 'cube',
 *     config: {},
 *     forward: (k, x) => k.mul(x, k.square(x)),
 *     backward: (k, _y, dy, x) => k.mul(dy, k.mul(3, k.square(x))),
 *   });
 */
export function defineElementwise<C extends Config>({
  kind,
  config,
  options,
  yields,
  ...rule
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly yields?: Yields;
} & ElementwiseRule): Activation & { readonly config: C } {
  const onTensors = tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    const y = rule.forward(tensorArith, input);
    (save as tf.GradSaveFunc)([input, y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        rule.backward(tensorArith, saved[1], dy, saved[0]),
    };
  });
  return defineActivation({
    kind,
    config,
    options,
    yields,
    call: (x) => onTensors(x),
    rule,
    lower: () => [{ op: 'elementwise', rule }],
  });
}
