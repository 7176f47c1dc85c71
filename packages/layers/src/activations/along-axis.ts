import { axisIn, option, type Shape } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

export const SUM_AXIS = {
  /** The axis over which the outputs add up to 1; as in Keras 0 is the batch, −1 the last. */
  axis: option.whole('(-∞, ∞)', -1),
};

/**
 * What an activation does that is a function of the last axis, along another.
 *
 * @throws ShapeError for an axis that does not exist, from `output` as from `call`.
 */
export function alongAxis(
  { kind, config: { axis } }: { readonly kind: string; readonly config: { readonly axis: number } },
  onLast: (x: tf.Tensor) => tf.Tensor,
): { output(input: Shape): Shape; call(x: tf.Tensor): tf.Tensor } {
  const placeIn = (rank: number) => axisIn(kind, axis, rank, { of: 'outputs', first: 0 });
  return {
    output(input) {
      placeIn(input.length + 1);
      return input;
    },
    call(x) {
      const [chosen, last] = [placeIn(x.rank), x.rank - 1];
      if (chosen === last) return onLast(x);
      const order = x.shape.map((_, index) => index);
      order[chosen] = last;
      order[last] = chosen;
      return tf.transpose(onLast(tf.transpose(x, order)), order);
    },
  };
}
