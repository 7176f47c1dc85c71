import {
  defineOptimizer,
  type LearningRate,
  type Optimizer,
  type OptimizerOptions,
  OptionError,
  optimizerConfig,
  requireBoolean,
  requireInterval,
  requireNamedOptions,
  requireOneOf,
  show,
} from '@tsuno/core';

export interface AdamOptions extends OptimizerOptions {
  /** β₁: how slowly the average of the gradients (the direction) changes. */
  readonly beta1?: number;
  /** β₂: how slowly the average of their squares (the size) changes. */
  readonly beta2?: number;
  /** ε: keeps the division finite. By default 1e-7 as in Keras; with `variant: 'pytorch'` 1e-8. */
  readonly epsilon?: number;
  /** Divides by the largest average of squares so far, so that rates never rise again. */
  readonly amsgrad?: boolean;
  /**
   * `'keras'` adds ε to √v before the bias correction; `'pytorch'` adds it after, as the paper's algorithm 1 does, and
   * Adam's `weightDecay` is added to the gradient (L2), as `torch.optim.Adam` does.
   */
  readonly variant?: 'keras' | 'pytorch';
}

/** What tells the members of Adam's family apart. */
interface Member {
  readonly kind: 'Adam' | 'AdamW';
  readonly learningRate: LearningRate;
  readonly weightDecay: number | null;
  readonly hasCoupledWeightDecay: boolean;
  readonly options: AdamOptions;
}

/** The one implementation behind Adam and AdamW. */
export function adamRule({
  kind,
  learningRate: presetRate,
  weightDecay: presetDecay,
  hasCoupledWeightDecay,
  options,
}: Member): Optimizer {
  requireNamedOptions(kind, [options]);
  const {
    learningRate = presetRate,
    beta1 = 0.9,
    beta2 = 0.999,
    variant = 'keras',
    epsilon = variant === 'pytorch' ? 1e-8 : 1e-7,
    amsgrad = false,
    name = kind.toLowerCase(),
    ...rest
  } = options;
  const own = { learningRate, beta1, beta2, epsilon, amsgrad, variant, name };
  const config = optimizerConfig(kind, own, { weightDecay: presetDecay, ...rest });
  requireInterval(kind, { beta1, beta2 }, '[0, 1)');
  requireInterval(kind, { epsilon }, '(0, ∞)');
  requireBoolean(kind, { amsgrad });
  requireOneOf(kind, { variant }, ['keras', 'pytorch']);
  if (kind === 'AdamW' && config.weightDecay === null) {
    throw new OptionError(
      `AdamW: weightDecay must be a number, got ${show(config.weightDecay)}. Without decay it is Adam.`,
    );
  }
  const isTextbook = variant === 'pytorch';

  return defineOptimizer({
    kind,
    config,
    learningRate,
    hasCoupledWeightDecay,
    slots: { m: 0, v: 0, ...(amsgrad && { vMax: 0 }) } as Readonly<Record<string, number>>,
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
        epsilon: isTextbook ? epsilon * correction : epsilon,
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
