import {
  type CallMode,
  type Described,
  defineLayer,
  fieldKey,
  type Layer,
  type OptionDeclarations,
  type RandomRule,
  seededRng,
  sizeOf,
  tensorArith,
  uniformField,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/**
 * A layer that is a random rule while training, and y = x otherwise and where it is not `isRandom`.
 *
 * `noiseFor` gives the shape of the random numbers for a batch of this shape, where they are fewer than the inputs:
 * they are spread over them.
 */
export function randomLayer(
  described: Described<OptionDeclarations>,
  rule: RandomRule,
  {
    seed,
    isRandom,
    plan = (input) => ({ output: input, weights: [] }),
    noiseFor,
  }: {
    readonly seed: number | undefined;
    readonly isRandom: boolean;
    readonly plan?: Layer['plan'];
    readonly noiseFor?: (batch: readonly number[]) => readonly number[];
  },
): Layer {
  return defineLayer({
    ...described,
    yields: 'input',
    isRandom,
    plan,
    lower() {
      if (!isRandom) return [];
      return noiseFor === undefined ? [{ op: 'random', rule, seed: seed ?? null }] : null;
    },
    call: (x, _weights, mode) =>
      mode.training && isRandom
        ? applyRandom(rule, x, uniforms(mode, seed, noiseFor?.(x.shape) ?? x.shape))
        : x,
  });
}

/** Numbers of [0, 1) for this step. */
function uniforms(
  { rng, step }: CallMode,
  seed: number | undefined,
  shape: readonly number[],
): tf.Tensor {
  const source = seed === undefined ? rng : seededRng(seed).fork(`step_${step}`);
  return tf.tensor(uniformField(fieldKey(source), sizeOf(shape)), [...shape]);
}

function applyRandom(rule: RandomRule, x: tf.Tensor, noise: tf.Tensor): tf.Tensor {
  const apply = tf.customGrad((input, save) => {
    const given = input as tf.Tensor;
    const u = tf.add(tf.zerosLike(given), noise);
    (save as tf.GradSaveFunc)([given, u]);
    return {
      value: rule.forward(tensorArith, given, u),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        rule.backward(tensorArith, dy, saved[1], saved[0]),
    };
  });
  return apply(x);
}
