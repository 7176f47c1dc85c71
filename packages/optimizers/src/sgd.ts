import {
  defineOptimizer,
  type Optimizer,
  type OptimizerOptions,
  optimizerConfig,
  requireBoolean,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface SGDOptions extends OptimizerOptions {
  /** μ: how much of the last step is kept. 0 is plain gradient descent. */
  readonly momentum?: number;
  /** Looks ahead along the momentum before it steps. */
  readonly nesterov?: boolean;
}

/**
 * Gradient descent, w ← w − α·g, with one learning rate α for all parameters; on mini-batches it is stochastic
 * gradient descent, on the whole data at once it is the lecture's (batch) gradient descent.
 *
 * With momentum μ: m ← μ·m − α·g and w ← w + m; with Nesterov's: w ← w + μ·m − α·g (the new m).
 *
 * Source: I. Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013).
 *
 * @throws OptionError for a negative learning rate and for a momentum outside [0, 1].
 * @see https://keras.io/api/optimizers/sgd/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1, 2);
 * const stepper = optimizers.attach(optimizers.SGD({ learningRate: 0.5 }), { w });
 * stepper.apply({ w: [1, -1] });
 * console.assert(w[0] === 0.5 && w[1] === 2.5);
 */
export function SGD({
  learningRate = 0.01,
  momentum = 0,
  nesterov = false,
  name = 'sgd',
  ...rest
}: SGDOptions = {}): Optimizer {
  requireNamedOptions('SGD', arguments);
  const config = optimizerConfig('SGD', { learningRate, momentum, nesterov, name }, rest);
  requireInterval('SGD', { momentum }, '[0, 1]');
  requireBoolean('SGD', { nesterov });

  const common = {
    kind: 'SGD',
    config,
    learningRate,
    scalars: (alpha: number) => ({ alpha }),
  };
  if (momentum === 0) {
    return defineOptimizer({
      ...common,
      slots: {},
      update: (k, { param, grad }, { alpha }) => ({
        param: k.sub(param, k.mul(grad, alpha)),
      }),
    });
  }
  return defineOptimizer({
    ...common,
    slots: { momentum: 0 },
    update(k, { param, grad, momentum: last }, { alpha }) {
      const step = k.mul(grad, alpha);
      const m = k.sub(k.mul(last, momentum), step);
      const ahead = nesterov ? k.sub(k.mul(m, momentum), step) : m;
      return { param: k.add(param, ahead), momentum: m };
    },
  });
}
