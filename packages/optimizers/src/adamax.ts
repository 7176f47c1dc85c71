import {
  declareOptimizer,
  defineOptimizer,
  type Optimizer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptimizer('Adamax', {
  /** β₁: how slowly the average of the gradients changes. */
  beta1: option.number('[0, 1)', 0.9),
  /** β₂: how slowly the largest gradient is forgotten. */
  beta2: option.number('[0, 1)', 0.999),
  /** ε: keeps the division finite. */
  epsilon: option.number('(0, ∞)', 1e-7),
});

export interface AdamaxOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Adam with the largest recent gradient in place of the root of their mean square.
 *
 *     m ← m + (1 − β₁)(g − m)
 *     u ← max(β₂·u, |g|)
 *     w ← w − α/(1 − β₁ᵗ) · m/(u + ε)
 *
 * Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", section 7.1,
 * https://arxiv.org/abs/1412.6980.
 *
 * @throws OptionError for a β outside [0, 1) and an ε that is not positive.
 * @see https://keras.io/api/optimizers/adamax/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1);
 * optimizers.attach(optimizers.Adamax({ learningRate: 0.1 }), { w }).apply({ w: [-5] });
 * console.assert(Math.abs(w[0] - 1.1) < 1e-6);
 */
export function Adamax(options: AdamaxOptions = {}): Optimizer {
  const described = declared.read(arguments);
  const { beta1, beta2, epsilon } = described.config;
  return defineOptimizer({
    ...described,
    slots: { m: 0, u: 0 },
    about: {
      m: { meaning: 'average of the gradients: the direction' },
      u: { meaning: 'the largest gradient, slowly forgotten' },
    },
    carry: { beta1Power: 1 },
    advance: ({ beta1Power }) => ({ beta1Power: beta1Power * beta1 }),
    scalars: (alpha, { beta1Power }) => ({ alpha: alpha / (1 - beta1Power) }),
    update(k, { param, grad, ...last }, { alpha }) {
      const m = k.add(last.m, k.mul(k.sub(grad, last.m), 1 - beta1));
      const u = k.max(k.mul(last.u, beta2), k.abs(grad));
      return { param: k.sub(param, k.div(k.mul(m, alpha), k.add(u, epsilon))), m, u };
    },
  });
}
