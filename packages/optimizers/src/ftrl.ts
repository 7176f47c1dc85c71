import {
  type Arith,
  declareOptimizer,
  defineOptimizer,
  type Optimizer,
  OptionError,
  type OptionsOf,
  option,
  power,
  type Shown,
} from '@tsuno/core';

const declared = declareOptimizer('Ftrl', {
  /** How the rate falls with the sum of squares; 0 keeps it fixed. */
  learningRatePower: option.number('(-∞, 0]', -0.5),
  /** What the sum of squares starts from. */
  initialAccumulatorValue: option.number('[0, ∞)', 0.1),
  /** l1: the pull to exactly 0. */
  l1RegularizationStrength: option.number('[0, ∞)', 0),
  /** l2: the pull towards 0. */
  l2RegularizationStrength: option.number('[0, ∞)', 0),
  /** A pull towards 0 that acts through the gradient. */
  l2ShrinkageRegularizationStrength: option.number('[0, ∞)', 0),
  /** The paper's β, added to l2 as β/(2α). */
  beta: option.number('[0, ∞)', 0),
});

export interface FtrlOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * FTRL-proximal ("follow the regularized leader"): made for sparse linear models, where l1 sets most weights to
 * exactly 0. With p the learning rate power:
 *
 *     n′ = n + g²,  σ = (n′^−p − n^−p)/α
 *     z ← z + g + 2·shrinkage·w − σ·w,  n ← n′
 *     w ← (clip(z, −l1, l1) − z) / (n′^−p/α + 2·l2 + β/α)
 *
 * The start value of w plays no part after the first step: the weights follow from z.
 *
 * Source: H. McMahan et al., "Ad Click Prediction: a View from the Trenches" (2013), algorithm 1.
 *
 * @throws OptionError for negative strengths, a positive power, and a learning rate of 0.
 * @see https://keras.io/api/optimizers/ftrl/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(0, 0);
 * const ftrl = optimizers.Ftrl({ learningRate: 1, l1RegularizationStrength: 2 });
 * optimizers.attach(ftrl, { w }).apply({ w: [1, 3] });
 * console.assert(w[0] === 0 && w[1] < 0);
 */
export function Ftrl(options: FtrlOptions = {}): Optimizer {
  const described = declared.read(arguments);
  const { learningRate, learningRatePower, initialAccumulatorValue, beta } = described.config;
  const { l1RegularizationStrength: l1, l2RegularizationStrength } = described.config;
  const { l2ShrinkageRegularizationStrength } = described.config;
  if (learningRate === 0) {
    throw new OptionError('Ftrl: learningRate must be a number in (0, ∞), got 0: it divides.');
  }
  const raised = <T>(k: Arith<T>, n: T) => power(k, n, -learningRatePower);

  return defineOptimizer({
    ...described,
    slots: { accumulator: initialAccumulatorValue, linear: 0 },
    about: {
      accumulator: { symbol: 'n', meaning: 'sum of the squared gradients' },
      linear: {
        symbol: 'z',
        meaning: 'sum of the gradients, from which the weight is made',
      },
      l2: { symbol: 'q', meaning: 'the pull towards 0' },
      l1RegularizationStrength: { symbol: 'λ₁' },
      l2ShrinkageRegularizationStrength: { symbol: 'λ₂' },
    },
    scalars: (alpha) => ({ alpha, l2: 2 * l2RegularizationStrength + beta / alpha }),
    update(k, { param, grad, ...last }, { alpha, l2 }) {
      const accumulator = k.add(last.accumulator, k.square(grad));
      const [now, before] = [raised(k, accumulator), raised(k, last.accumulator)];
      const sigma = k.div(k.sub(now, before), alpha);
      const shrunk = k.add(grad, k.mul(param, 2 * l2ShrinkageRegularizationStrength));
      const linear = k.add(last.linear, k.sub(shrunk, k.mul(sigma, param)));
      const quadratic = k.add(k.div(now, alpha), l2);
      const clipped = k.min(k.max(linear, -l1), l1);
      return { param: k.div(k.sub(clipped, linear), quadratic), accumulator, linear };
    },
  });
}
