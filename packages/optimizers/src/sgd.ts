import {
  declareOptimizer,
  defineOptimizer,
  learningRateOption,
  type Optimizer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptimizer('SGD', {
  /** α: a number, a schedule, or a function of the step. */
  learningRate: learningRateOption(0.01),
  /** μ: how much of the last step is kept. 0 is plain gradient descent. */
  momentum: option.number('[0, 1]', 0),
  /** Looks ahead along the momentum before it steps. */
  nesterov: option.boolean(false),
});

export interface SGDOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Gradient descent, w ← w − α·g, with one learning rate α for all parameters; on mini-batches it is stochastic
 * gradient descent, on the whole data at once it is the lecture's (batch) gradient descent.
 *
 * With momentum μ: m ← μ·m − α·g and w ← w + m; with Nesterov's: w ← w + μ·m − α·g (the new m).
 *
 * Source: I. Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013).
 *
 * @throws OptionError for a negative learning rate and for a momentum outside [0, 1].
 * @see https://keras.io/api/optimizers/sgd/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(1, 2);
 * const stepper = optimizers.attach(optimizers.SGD({ learningRate: 0.5 }), { w });
 * stepper.apply({ w: [1, -1] });
 * console.assert(w[0] === 0.5 && w[1] === 2.5);
 */
export function SGD(options: SGDOptions = {}): Optimizer {
  const described = declared.read(arguments);
  const { momentum, nesterov } = described.config;
  const scalars = (alpha: number) => ({ alpha });
  if (momentum === 0) {
    return defineOptimizer({
      ...described,
      slots: {},
      scalars,
      update: (k, { param, grad }, { alpha }) => ({
        param: k.sub(param, k.mul(grad, alpha)),
      }),
    });
  }
  return defineOptimizer({
    ...described,
    slots: { momentum: 0 },
    scalars,
    about: { momentum: { symbol: 'm', meaning: 'what is kept of the last steps' } },
    update(k, { param, grad, momentum: last }, { alpha }) {
      const step = k.mul(grad, alpha);
      const m = k.sub(k.mul(last, momentum), step);
      const ahead = nesterov ? k.sub(k.mul(m, momentum), step) : m;
      return { param: k.add(param, ahead), momentum: m };
    },
  });
}
