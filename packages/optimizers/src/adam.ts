import {
  defineOptimizer,
  type Optimizer,
  refuseUnknownOptions,
  requireInterval,
  requireName,
} from '@tsuno/core';

export interface AdamOptions {
  /** α. Each parameter's own rate is made from it. */
  readonly learningRate?: number;
  /** β₁: how slowly the average of the gradients (the direction) changes. */
  readonly beta1?: number;
  /** β₂: how slowly the average of their squares (the size) changes. */
  readonly beta2?: number;
  /** Keras's ε, the paper's "ε̂": added to √v before the bias correction. */
  readonly epsilon?: number;
  /** What the optimizer is called in files. */
  readonly name?: string;
}

/**
 * Adam (adaptive moment estimation): every parameter has a learning rate of its own. It is raised for a parameter
 * that keeps moving in the same direction and lowered for one that oscillates.
 *
 *     m ← m + (1 − β₁)(g − m)          the direction, averaged
 *     v ← v + (1 − β₂)(g² − v)         the size, averaged
 *     w ← w − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε)
 *
 * In the first step |Δw| ≈ α whatever the gradient's size.
 *
 * Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", end of section 2,
 * https://arxiv.org/abs/1412.6980. As in Keras ε is added before the bias correction; PyTorch adds it after.
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
export function Adam({
  learningRate = 1e-3,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
  name = 'adam',
  ...unknown
}: AdamOptions = {}): Optimizer<'m' | 'v'> {
  const config = { learningRate, beta1, beta2, epsilon, name };
  requireInterval('Adam', { learningRate }, '[0, ∞)');
  requireInterval('Adam', { beta1, beta2 }, '[0, 1)');
  requireInterval('Adam', { epsilon }, '(0, ∞)');
  requireName('Adam', name);
  refuseUnknownOptions('Adam', unknown, Object.keys(config));

  return defineOptimizer({
    kind: 'Adam',
    config,
    learningRate,
    slots: { m: 0, v: 0 },
    // Powers as running products: `**` may differ in the last bit between JavaScript engines.
    carry: { beta1Power: 1, beta2Power: 1 },
    advance: ({ beta1Power, beta2Power }) => ({
      beta1Power: beta1Power * beta1,
      beta2Power: beta2Power * beta2,
    }),
    scalars: (alpha, { beta1Power, beta2Power }) => ({
      alpha: (alpha * Math.sqrt(1 - beta2Power)) / (1 - beta1Power),
    }),
    update(k, entry, { alpha }) {
      const m = k.add(entry.m, k.mul(k.sub(entry.grad, entry.m), 1 - beta1));
      const v = k.add(entry.v, k.mul(k.sub(k.square(entry.grad), entry.v), 1 - beta2));
      const step = k.div(k.mul(m, alpha), k.add(k.sqrt(v), epsilon));
      return { param: k.sub(entry.param, step), m, v };
    },
  });
}
