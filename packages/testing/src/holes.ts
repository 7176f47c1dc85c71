import {
  type Activation,
  type Arith,
  defineElementwise,
  defineLoss,
  defineOptimizer,
  defineRegularizer,
  tf,
} from 'tsuno';

/**
 * Functions whose value or derivative at 0 is not finite. The compiled engine's matrices have lanes that no number of
 * the model lies in; these functions make NaN or infinity of whatever zeros are there.
 */

/** y = x·(x − a)/(x − a): changes no number but a, which becomes NaN, and so does the derivative there. */
export const hole = ({ at = 0 } = {}) =>
  elementwise(
    'hole',
    (k, x) => k.mul(x, k.div(k.sub(x, at), k.sub(x, at))),
    (k, x) => k.div(k.sub(x, at), k.sub(x, at)),
  );

/** y = √|x|. */
export const rootOfSize = () =>
  elementwise(
    'rootOfSize',
    (k, x) => k.sqrt(k.abs(x)),
    (k, x) => k.div(k.mul(x, 0.5), k.mul(k.abs(x), k.sqrt(k.abs(x)))),
  );

/** y = 1/x. */
export const inverse = () =>
  elementwise(
    'inverse',
    (k, x) => k.div(1, x),
    (k, x) => k.neg(k.div(1, k.square(x))),
  );

/** y = ln |x|. */
export const logOfSize = () =>
  elementwise(
    'logOfSize',
    (k, x) => k.log(k.abs(x)),
    (k, x) => k.div(1, x),
  );

function elementwise(
  kind: string,
  forward: <T>(k: Arith<T>, x: T) => T,
  derivative: <T>(k: Arith<T>, x: T) => T,
): Activation {
  return defineElementwise({
    kind,
    config: {},
    forward,
    backward: (k, _y, dy, x) => k.mul(dy, derivative(k, x)),
  });
}

/** The mean of ((ŷ − y)/y)², for targets that are not 0; as a rule, or on tensors alone. */
export function RelativeError({
  reduction = 'sum_over_batch_size' as 'sum_over_batch_size' | 'sum' | 'mean_with_sample_weight',
  asRule = true,
} = {}) {
  return defineLoss({
    kind: 'RelativeError',
    config: { reduction, name: 'relative_error' },
    checkTargets: () => {},
    call: (yTrue, yPred) => {
      const y = tf.reshape(tf.cast(yTrue, 'float32'), yPred.shape);
      return tf.mean(tf.square(tf.div(tf.sub(yPred, y), y)), -1);
    },
    lower: () =>
      asRule
        ? {
            op: 'elementwiseMean',
            rule: {
              value: (k, y, output) => k.square(k.div(k.sub(output, y), y)),
              derivative: (k, y, output) => k.div(k.mul(2, k.sub(output, y)), k.square(y)),
            },
          }
        : null,
  });
}

/** L2, with a hole at a. */
export const HoleyL2 = ({ l2 = 0.02, at = 0 } = {}) =>
  defineRegularizer({
    kind: 'HoleyL2',
    config: { l2, at },
    rule: {
      value: (k, w) => k.mul(k.mul(k.square(w), l2), k.div(k.sub(w, at), k.sub(w, at))),
      derivative: (k, w) => k.mul(k.mul(w, 2 * l2), k.div(k.sub(w, at), k.sub(w, at))),
    },
  });

/** Gradient descent with a drift: weights without a gradient move too. */
export const Drifting = ({ learningRate = 0.02, weightDecay = 0.05, clipnorm = 0.5 } = {}) =>
  defineOptimizer({
    kind: 'Drifting',
    config: { learningRate, weightDecay, clipnorm },
    learningRate,
    slots: {},
    scalars: (alpha) => ({ alpha }),
    update: (k, { param, grad }, { alpha }) => ({
      param: k.sub(param, k.mul(k.add(grad, 0.1), alpha)),
    }),
  });

/** Divides a gradient by the root of all its squares: 0/0 where there has never been one. */
export const Unguarded = ({ learningRate = 0.02, globalClipnorm = 0.5 } = {}) =>
  defineOptimizer({
    kind: 'Unguarded',
    config: { learningRate, globalClipnorm },
    learningRate,
    slots: { sum: 0 },
    scalars: (alpha) => ({ alpha }),
    update(k, { param, grad, sum }, { alpha }) {
      const next = k.add(sum, k.square(grad));
      return { param: k.sub(param, k.div(k.mul(grad, alpha), k.sqrt(next))), sum: next };
    },
  });
