import {
  declareOptimizer,
  defineOptimizer,
  type Optimizer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptimizer('AdaBelief', {
  /** β₁: how slowly the average of the gradients changes. */
  beta1: option.number('[0, 1)', 0.9),
  /** β₂: how slowly the average surprise changes. */
  beta2: option.number('[0, 1)', 0.999),
  /** ε: keeps the division finite. */
  epsilon: option.number('(0, ∞)', 1e-16),
});

export interface AdaBeliefOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Adam whose steps are long where the gradient is as expected, and short where it surprises.
 *
 *     m ← m + (1 − β₁)(g − m)                what is expected
 *     s ← s + (1 − β₂)((g − m)² − s) + ε     the surprise, averaged
 *     w ← w − α · m̂/(√ŝ + ε)                 with m̂ = m/(1 − β₁ᵗ), ŝ = s/(1 − β₂ᵗ)
 *
 * Keras does not have it. In the first step |Δw| ≈ α/β₁ whatever the gradient's size.
 *
 * Source: J. Zhuang et al., "AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients" (2020),
 * algorithm 2, https://arxiv.org/abs/2010.07468; the defaults are those of the authors' program.
 *
 * @throws OptionError for a negative learning rate, a β outside [0, 1) and an ε that is not positive.
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1);
 * optimizers.attach(optimizers.AdaBelief({ learningRate: 0.09 }), { w }).apply({ w: [-5] });
 * console.assert(Math.abs(w[0] - 1.1) < 1e-6);
 */
export function AdaBelief(options: AdaBeliefOptions = {}): Optimizer {
  const described = declared.read(arguments);
  const { beta1, beta2, epsilon } = described.config;
  return defineOptimizer({
    ...described,
    slots: { m: 0, s: 0 },
    carry: { beta1Power: 1, beta2Power: 1 },
    advance: ({ beta1Power, beta2Power }) => ({
      beta1Power: beta1Power * beta1,
      beta2Power: beta2Power * beta2,
    }),
    scalars: (alpha, { beta1Power, beta2Power }) => ({
      alpha: alpha / (1 - beta1Power),
      correction: 1 / (1 - beta2Power),
    }),
    update(k, { param, grad, ...last }, { alpha, correction }) {
      const m = k.add(last.m, k.mul(k.sub(grad, last.m), 1 - beta1));
      const surprise = k.square(k.sub(grad, m));
      const s = k.add(k.add(last.s, k.mul(k.sub(surprise, last.s), 1 - beta2)), epsilon);
      const size = k.add(k.sqrt(k.mul(s, correction)), epsilon);
      return { param: k.sub(param, k.div(k.mul(m, alpha), size)), m, s };
    },
  });
}
