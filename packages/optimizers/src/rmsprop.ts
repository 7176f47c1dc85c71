import {
  declareOptimizer,
  defineOptimizer,
  type Optimizer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptimizer('RMSprop', {
  /** ρ: how slowly the average of the squared gradients changes. */
  rho: option.number('[0, 1)', 0.9),
  /** μ: how much of the last step is kept. */
  momentum: option.number('[0, 1]', 0),
  /** ε: added under the root. */
  epsilon: option.number('(0, ∞)', 1e-7),
  /** Divides by an estimate of the gradient's variance instead of its mean square. */
  centered: option.boolean(false),
});

export interface RMSpropOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * RMSprop: each gradient is divided by the root of its recent mean square, so steep and flat directions take steps of
 * like size.
 *
 *     v ← ρ·v + (1 − ρ)·g²
 *     w ← w − α·g/√(v + ε)
 *
 * `centered`: ḡ ← ρ·ḡ + (1 − ρ)·g, and v − ḡ² stands in place of v. With momentum μ: b ← μ·b + α·g/√(…), w ← w − b.
 *
 * Source: T. Hinton, "Neural Networks for Machine Learning", lecture 6e.
 *
 * @throws OptionError for ρ outside [0, 1), a momentum outside [0, 1] and an ε that is not positive.
 * @see https://keras.io/api/optimizers/rmsprop/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1);
 * optimizers.attach(optimizers.RMSprop({ learningRate: 0.1, rho: 0.75 }), { w }).apply({ w: [100] });
 * console.assert(Math.abs(w[0] - 0.8) < 1e-6); // g/√(¼g²) = 2
 */
export function RMSprop(options: RMSpropOptions = {}): Optimizer {
  const described = declared.read(arguments);
  const { rho, momentum, epsilon, centered } = described.config;
  const hasMomentum = momentum > 0;

  return defineOptimizer({
    ...described,
    slots: {
      velocity: 0,
      ...(hasMomentum && { momentum: 0 }),
      ...(centered && { averageGradient: 0 }),
    } as Readonly<Record<string, number>>,
    about: {
      velocity: { symbol: 'v', meaning: 'average of the squared gradients' },
      momentum: { symbol: 'b', meaning: 'what is kept of the last steps' },
      averageGradient: { symbol: 'd', meaning: 'average of the gradients' },
    },
    scalars: (alpha) => ({ alpha }),
    update(k, { param, grad, ...slots }, { alpha }) {
      const velocity = k.add(k.mul(slots.velocity, rho), k.mul(k.square(grad), 1 - rho));
      const averageGradient = centered
        ? k.add(k.mul(slots.averageGradient, rho), k.mul(grad, 1 - rho))
        : velocity;
      const spread = centered ? k.sub(velocity, k.square(averageGradient)) : velocity;
      const step = k.div(k.mul(grad, alpha), k.sqrt(k.add(spread, epsilon)));
      const kept = hasMomentum ? k.add(k.mul(slots.momentum, momentum), step) : step;
      return {
        param: k.sub(param, kept),
        velocity,
        ...(hasMomentum && { momentum: kept }),
        ...(centered && { averageGradient }),
      };
    },
  });
}
