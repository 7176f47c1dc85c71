import {
  type ConfigOf,
  type declareOptimizer,
  defineOptimizer,
  type Optimizer,
  type OptionDeclarations,
  option,
} from '@tsuno/core';

/** The options of Adam's family. */
export const ADAM = {
  /** β₁: how slowly the average of the gradients (the direction) changes. */
  beta1: option.number('[0, 1)', 0.9),
  /** β₂: how slowly the average of their squares (the size) changes. */
  beta2: option.number('[0, 1)', 0.999),
  /** ε: keeps the division finite. By default 1e-7 as in Keras; with `variant: 'pytorch'` 1e-8. */
  epsilon: option.optional(option.number('(0, ∞)')),
  /** Divides by the largest average of squares so far, so that rates never rise again. */
  amsgrad: option.boolean(false),
  /**
   * `'keras'` adds ε to √v before the bias correction; `'pytorch'` adds it after, as the paper's algorithm 1 does, and
   * Adam's `weightDecay` is added to the gradient (L2), as `torch.optim.Adam` does.
   */
  variant: option.oneOf(['keras', 'pytorch'], 'keras'),
};

type AdamDeclarations = ReturnType<typeof declareOptimizer<typeof ADAM>>['options'];

/** The one implementation behind Adam and AdamW. */
export function adamRule({
  hasCoupledWeightDecay = false,
  ...described
}: {
  readonly kind: string;
  readonly config: ConfigOf<AdamDeclarations>;
  readonly options: OptionDeclarations;
  readonly hasCoupledWeightDecay?: boolean;
}): Optimizer {
  const { beta1, beta2, variant, amsgrad } = described.config;
  const isTextbook = variant === 'pytorch';
  const preset = isTextbook ? 1e-8 : 1e-7;
  const config = { ...described.config, epsilon: described.config.epsilon ?? preset };
  return defineOptimizer({
    ...described,
    config,
    hasCoupledWeightDecay,
    slots: { m: 0, v: 0, ...(amsgrad && { vMax: 0 }) } as Readonly<Record<string, number>>,
    about: {
      m: { meaning: 'average of the gradients: the direction' },
      v: { meaning: 'average of their squares: the size' },
      vMax: { symbol: 'v⁺', meaning: 'the largest v so far' },
    },
    // Powers as running products: `**` may differ in the last bit between JavaScript engines.
    carry: { beta1Power: 1, beta2Power: 1 },
    advance: ({ beta1Power, beta2Power }) => ({
      beta1Power: beta1Power * beta1,
      beta2Power: beta2Power * beta2,
    }),
    scalars(alpha, { beta1Power, beta2Power }) {
      const correction = Math.sqrt(1 - beta2Power);
      return {
        alpha: (alpha * correction) / (1 - beta1Power),
        // ε added after the bias correction is ε·√(1 − β₂ᵗ) added before it.
        epsilon: isTextbook ? config.epsilon * correction : config.epsilon,
      };
    },
    update(k, entry, { alpha, epsilon }) {
      const m = k.add(entry.m, k.mul(k.sub(entry.grad, entry.m), 1 - beta1));
      const v = k.add(entry.v, k.mul(k.sub(k.square(entry.grad), entry.v), 1 - beta2));
      const vMax = amsgrad ? k.max(entry.vMax, v) : v;
      const step = k.div(k.mul(m, alpha), k.add(k.sqrt(vMax), epsilon));
      return { param: k.sub(entry.param, step), m, v, ...(amsgrad && { vMax }) };
    },
  });
}
