import {
  declareOptimizer,
  defineOptimizer,
  type Optimizer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptimizer('Lion', {
  /** β₁: how the direction of the step is mixed of momentum and gradient. */
  beta1: option.number('(0, 1]', 0.9),
  /** β₂: how slowly the momentum changes. */
  beta2: option.number('[0, 1]', 0.99),
});

export interface LionOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Lion (evolved sign momentum): every parameter moves by exactly α, in the direction in which momentum and gradient
 * together point. It wants a rate 3 to 10 times smaller than Adam's.
 *
 *     w ← w − α·sign(β₁·m + (1 − β₁)·g)
 *     m ← β₂·m + (1 − β₂)·g
 *
 * Source: X. Chen et al., "Symbolic Discovery of Optimization Algorithms" (2023), https://arxiv.org/abs/2302.06675.
 *
 * @throws OptionError for a β outside [0, 1], and for β₁ = 0.
 * @see https://keras.io/api/optimizers/lion/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1, 1);
 * optimizers.attach(optimizers.Lion({ learningRate: 0.25 }), { w }).apply({ w: [1e-9, -1e9] });
 * console.assert(w[0] === 0.75 && w[1] === 1.25);
 */
export function Lion(options: LionOptions = {}): Optimizer {
  const described = declared.read(arguments);
  const { beta1, beta2 } = described.config;
  return defineOptimizer({
    ...described,
    slots: { m: 0 },
    about: { m: { meaning: 'average of the gradients' } },
    scalars: (alpha) => ({ alpha }),
    update(k, { param, grad, m: last }, { alpha }) {
      const direction = k.add(k.mul(last, beta1), k.mul(grad, 1 - beta1));
      const step = k.whereGreater(direction, 0, alpha, k.whereGreater(0, direction, -alpha, 0));
      return { param: k.sub(param, step), m: k.add(k.mul(last, beta2), k.mul(grad, 1 - beta2)) };
    },
  });
}
