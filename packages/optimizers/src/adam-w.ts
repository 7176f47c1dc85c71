import { declareOptimizer, type Optimizer, type OptionsOf, option, type Shown } from '@tsuno/core';
import { ADAM, adamRule } from './adam-rule.ts';

const declared = declareOptimizer('AdamW', {
  ...ADAM,
  /** λ: before each update w ← w − α·λ·w. By default 0.004; with `variant: 'pytorch'` 0.01. */
  weightDecay: option.optional(option.number('[0, ∞)')),
});

export interface AdamWOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Adam with decoupled weight decay: w ← w − α·λ·w, and then Adam's update. The decay is not divided by √v as an L2
 * penalty would be, so all weights decay alike.
 *
 * By default λ = 0.004; with `variant: 'pytorch'` 0.01, and ε as PyTorch has it.
 *
 * Source: I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization" (2019),
 * https://arxiv.org/abs/1711.05101.
 *
 * @throws OptionError as Adam, and for `weightDecay: null`.
 * @see https://keras.io/api/optimizers/adamw/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const w = Float32Array.of(10);
 * const adamW = optimizers.AdamW({ learningRate: 0.1, weightDecay: 0.5 });
 * optimizers.attach(adamW, { w }).apply({ w: [0] });
 * console.assert(Math.abs(w[0] - 9.5) < 1e-6);
 */
export function AdamW(options: AdamWOptions = {}): Optimizer {
  const { kind, config, options: declarations } = declared.read(arguments);
  const weightDecay = config.weightDecay ?? (config.variant === 'pytorch' ? 0.01 : 0.004);
  return adamRule({ kind, config: { ...config, weightDecay }, options: declarations });
}
