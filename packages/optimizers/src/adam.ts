import { declareOptimizer, type Optimizer, type OptionsOf, type Shown } from '@tsuno/core';
import { ADAM, adamRule } from './adam-rule.ts';

const declared = declareOptimizer('Adam', ADAM);

export interface AdamOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Adam (adaptive moment estimation): every parameter has a learning rate of its own. It is raised for a parameter
 * that keeps moving in the same direction and lowered for one that oscillates.
 *
 *     m ← m + (1 − β₁)(g − m)          the direction, averaged
 *     v ← v + (1 − β₂)(g² − v)         the size, averaged
 *     w ← w − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε)
 *
 * In the first step |Δw| ≈ α whatever the gradient's size. With `amsgrad` v in the last line is the largest so far.
 *
 * `variant: 'pytorch'` gives PyTorch's numbers: w ← w − α·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ) and
 * ε = 10⁻⁸, and `weightDecay` λ is added to the gradient, g + λ·w.
 *
 * Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", end of section 2,
 * https://arxiv.org/abs/1412.6980; amsgrad: S. Reddi et al., "On the Convergence of Adam and Beyond" (2018).
 *
 * @throws OptionError for a negative learning rate, a β outside [0, 1) and an ε that is not positive.
 * @see https://keras.io/api/optimizers/adam/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1, 2);
 * const stepper = optimizers.attach(optimizers.Adam({ learningRate: 0.1 }), { w });
 * stepper.apply({ w: [1000, -0.001] });
 * console.assert(Math.abs(w[0] - 0.9) < 1e-3 && Math.abs(w[1] - 2.1) < 1e-3);
 */
export function Adam(options: AdamOptions = {}): Optimizer {
  const described = declared.read(arguments);
  return adamRule({ ...described, hasCoupledWeightDecay: described.config.variant === 'pytorch' });
}
