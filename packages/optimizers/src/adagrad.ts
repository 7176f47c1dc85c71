import {
  defineOptimizer,
  type Optimizer,
  type OptimizerOptions,
  optimizerConfig,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface AdagradOptions extends OptimizerOptions {
  /** What the sum of squares starts from. */
  readonly initialAccumulatorValue?: number;
  /** ε: added under the root. */
  readonly epsilon?: number;
}

/**
 * AdaGrad: a parameter's rate falls with the sum of all its squared gradients so far, so that rarely used parameters
 * keep large steps.
 *
 *     A ← A + g²
 *     w ← w − α·g/√(A + ε)
 *
 * Source: J. Duchi et al., "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization" (2011).
 *
 * @throws OptionError for a negative start value and an ε that is not positive.
 * @see https://keras.io/api/optimizers/adagrad/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1);
 * const adagrad = optimizers.Adagrad({ learningRate: 0.5, initialAccumulatorValue: 0 });
 * optimizers.attach(adagrad, { w }).apply({ w: [40] });
 * console.assert(Math.abs(w[0] - 0.5) < 1e-6);
 */
export function Adagrad({
  learningRate = 1e-3,
  initialAccumulatorValue = 0.1,
  epsilon = 1e-7,
  name = 'adagrad',
  ...rest
}: AdagradOptions = {}): Optimizer {
  requireNamedOptions('Adagrad', arguments);
  const own = { learningRate, initialAccumulatorValue, epsilon, name };
  const config = optimizerConfig('Adagrad', own, rest);
  requireInterval('Adagrad', { initialAccumulatorValue }, '[0, ∞)');
  requireInterval('Adagrad', { epsilon }, '(0, ∞)');

  return defineOptimizer({
    kind: 'Adagrad',
    config,
    learningRate,
    slots: { accumulator: initialAccumulatorValue },
    scalars: (alpha) => ({ alpha }),
    update(k, { param, grad, accumulator: last }, { alpha }) {
      const accumulator = k.add(last, k.square(grad));
      const step = k.div(k.mul(grad, alpha), k.sqrt(k.add(accumulator, epsilon)));
      return { param: k.sub(param, step), accumulator };
    },
  });
}
