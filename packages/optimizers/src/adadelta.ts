import {
  declareOptimizer,
  defineOptimizer,
  type Optimizer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptimizer('Adadelta', {
  /** ρ: how slowly both averages change. */
  rho: option.number('[0, 1)', 0.95),
  /** ε: added under both roots. */
  epsilon: option.number('(0, ∞)', 1e-7),
});

export interface AdadeltaOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Adadelta: steps are scaled by the ratio of the recent steps' size to the recent gradients' size, so that units come
 * out right and the rate hardly needs a choice. The paper has α = 1; Keras's default is 0.001.
 *
 *     E ← ρ·E + (1 − ρ)·g²
 *     Δ = −√(D + ε)/√(E + ε)·g
 *     D ← ρ·D + (1 − ρ)·Δ²
 *     w ← w + α·Δ
 *
 * Source: M. Zeiler, "ADADELTA: An Adaptive Learning Rate Method" (2012), https://arxiv.org/abs/1212.5701.
 *
 * @throws OptionError for ρ outside [0, 1) and an ε that is not positive.
 * @see https://keras.io/api/optimizers/adadelta/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1);
 * const adadelta = optimizers.Adadelta({ learningRate: 1, rho: 0, epsilon: 0.01 });
 * optimizers.attach(adadelta, { w }).apply({ w: [100] });
 * console.assert(Math.abs(w[0] - 0.9) < 1e-6);
 */
export function Adadelta(options: AdadeltaOptions = {}): Optimizer {
  const described = declared.read(arguments);
  const { rho, epsilon } = described.config;
  return defineOptimizer({
    ...described,
    slots: { gradients: 0, steps: 0 },
    about: {
      gradients: { symbol: 'E', meaning: 'average of the squared gradients' },
      steps: { symbol: 'D', meaning: 'average of the squared steps' },
    },
    scalars: (alpha) => ({ alpha }),
    update(k, { param, grad, ...last }, { alpha }) {
      const gradients = k.add(k.mul(last.gradients, rho), k.mul(k.square(grad), 1 - rho));
      const scale = k.div(k.sqrt(k.add(last.steps, epsilon)), k.sqrt(k.add(gradients, epsilon)));
      const step = k.mul(scale, grad);
      const steps = k.add(k.mul(last.steps, rho), k.mul(k.square(step), 1 - rho));
      return { param: k.sub(param, k.mul(step, alpha)), gradients, steps };
    },
  });
}
