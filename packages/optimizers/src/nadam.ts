import {
  declareOptimizer,
  defineOptimizer,
  type Optimizer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptimizer('Nadam', {
  /** β₁: how slowly the average of the gradients changes. */
  beta1: option.number('[0, 1)', 0.9),
  /** β₂: how slowly the average of their squares changes. */
  beta2: option.number('[0, 1)', 0.999),
  /** ε: added to √v̂. */
  epsilon: option.number('(0, ∞)', 1e-7),
});

export interface NadamOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Adam with Nesterov momentum: the step looks ahead along the average of the gradients.
 *
 *     uₜ = β₁(1 − ½·0.96ᵗ),  Π = u₁·u₂⋯uₜ
 *     m̂ = uₜ₊₁·m/(1 − Π·uₜ₊₁) + (1 − uₜ)·g/(1 − Π),  v̂ = v/(1 − β₂ᵗ)
 *     w ← w − α·m̂/(√v̂ + ε)
 *
 * with m and v as in Adam.
 *
 * Source: T. Dozat, "Incorporating Nesterov Momentum into Adam" (2016).
 *
 * @throws OptionError for a β outside [0, 1) and an ε that is not positive.
 * @see https://keras.io/api/optimizers/Nadam/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1);
 * optimizers.attach(optimizers.Nadam({ learningRate: 0.1 }), { w }).apply({ w: [3] });
 * console.assert(w[0] < 0.9); // further than Adam's first step
 */
export function Nadam(options: NadamOptions = {}): Optimizer {
  const described = declared.read(arguments);
  const { beta1, beta2, epsilon } = described.config;
  /** u for the step whose 0.96ᵗ is given. */
  const u = (power: number) => beta1 * (1 - 0.5 * power);

  return defineOptimizer({
    ...described,
    slots: { m: 0, v: 0 },
    about: {
      m: { meaning: 'average of the gradients' },
      v: { meaning: 'average of their squares: the size' },
      ofMean: { symbol: 'a', meaning: 'how far the step goes along m' },
      ofGradient: { symbol: 'b', meaning: 'how far it goes along g' },
    },
    carry: { beta2Power: 1, decayPower: 1, product: 1 },
    advance({ beta2Power, decayPower, product }) {
      const power = decayPower * 0.96;
      return { beta2Power: beta2Power * beta2, decayPower: power, product: product * u(power) };
    },
    scalars(alpha, { beta2Power, decayPower, product }) {
      const next = u(decayPower * 0.96);
      const scale = Math.sqrt(1 - beta2Power);
      // √v̂ + ε = (√v + ε·scale)/scale
      return {
        ofMean: (alpha * scale * next) / (1 - product * next),
        ofGradient: (alpha * scale * (1 - u(decayPower))) / (1 - product),
        epsilon: epsilon * scale,
      };
    },
    update(k, { param, grad, ...last }, scalars) {
      const m = k.add(last.m, k.mul(k.sub(grad, last.m), 1 - beta1));
      const v = k.add(last.v, k.mul(k.sub(k.square(grad), last.v), 1 - beta2));
      const ahead = k.add(k.mul(m, scalars.ofMean), k.mul(grad, scalars.ofGradient));
      return { param: k.sub(param, k.div(ahead, k.add(k.sqrt(v), scalars.epsilon))), m, v };
    },
  });
}
