import {
  declareOptimizer,
  defineOptimizer,
  type Optimizer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptimizer('Adagrad', {
  /** What the sum of squares starts from. */
  initialAccumulatorValue: option.number('[0, ∞)', 0.1),
  /** ε: added under the root. */
  epsilon: option.number('(0, ∞)', 1e-7),
});

export interface AdagradOptions extends OptionsOf<typeof declared>, Shown {}

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
export function Adagrad(options: AdagradOptions = {}): Optimizer {
  const described = declared.read(arguments);
  const { initialAccumulatorValue, epsilon } = described.config;
  return defineOptimizer({
    ...described,
    slots: { accumulator: initialAccumulatorValue },
    about: { accumulator: { symbol: 'A', meaning: 'sum of the squared gradients' } },
    scalars: (alpha) => ({ alpha }),
    update(k, { param, grad, accumulator: last }, { alpha }) {
      const accumulator = k.add(last, k.square(grad));
      const step = k.div(k.mul(grad, alpha), k.sqrt(k.add(accumulator, epsilon)));
      return { param: k.sub(param, step), accumulator };
    },
  });
}
