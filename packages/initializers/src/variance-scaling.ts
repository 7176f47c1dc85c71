import {
  defineInitializer,
  normalQuantile,
  type Rng,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  requireOneOf,
  type Shape,
} from '@tsuno/core';
import { fansOf } from './fans.ts';
import { requireOptionalSeed } from './seed.ts';

const MODES = ['fan_in', 'fan_out', 'fan_avg'] as const;
const DISTRIBUTIONS = ['truncated_normal', 'untruncated_normal', 'uniform'] as const;

/** Which numbers are drawn, whatever the initializer is called. */
export interface Scaling {
  /** The variance times n. */
  readonly scale: number;
  /** What n is: the fan-in, the fan-out or their mean. */
  readonly mode: (typeof MODES)[number];
  /** The form of the distribution. */
  readonly distribution: (typeof DISTRIBUTIONS)[number];
}

export interface VarianceScalingOptions extends Partial<Scaling> {
  /** With it the values depend on this seed alone, not on the model's. */
  readonly seed?: number;
}

/** The options of the initializers that are a {@link VarianceScaling} under a name of their own. */
export interface SeedOptions {
  /** With it the values depend on this seed alone, not on the model's. */
  readonly seed?: number;
}

/** The standard deviation of a standard normal that is cut at two standard deviations. */
const TRUNCATED_STD = 0.8796256610342398;
/** Φ(−2): the share of a normal distribution below minus two standard deviations. */
const BELOW_TWO_STD = 0.02275013194817921;

/**
 * Random start values whose variance follows the width of the layer: variance = scale / n, where n is the fan-in,
 * the fan-out or their mean. `uniform`: U(−L, L) with L = √(3·scale/n). `truncated_normal`: standard deviation
 * √(scale/n) after the cut at two of the uncut ones. `untruncated_normal`: the same without the cut.
 *
 * @throws OptionError for a scale that is not positive, and for an unknown mode or distribution.
 * @see https://keras.io/api/layers/initializers/#variancescaling-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({
 *   units: 25,
 *   kernelInitializer: initializers.VarianceScaling({ scale: 2, mode: 'fan_in', distribution: 'uniform' }),
 * });
 */
export function VarianceScaling({
  scale = 1,
  mode = 'fan_in',
  distribution = 'truncated_normal',
  seed,
  ...unknown
}: VarianceScalingOptions = {}) {
  requireNamedOptions('VarianceScaling', arguments);
  const config = { scale, mode, distribution, seed };
  requireInterval('VarianceScaling', { scale }, '(0, ∞)');
  requireOneOf('VarianceScaling', { mode }, MODES);
  requireOneOf('VarianceScaling', { distribution }, DISTRIBUTIONS);
  requireOptionalSeed('VarianceScaling', seed);
  refuseUnknownOptions('VarianceScaling', unknown, Object.keys(config));
  return defineInitializer({
    kind: 'VarianceScaling',
    config,
    sampler: scaledSampler({ scale, mode, distribution }),
  });
}

/** A named special case, such as `GlorotUniform`. */
export function namedScaling(kind: string, scaling: Scaling, options: SeedOptions) {
  requireNamedOptions(kind, [options]);
  const { seed, ...unknown } = options;
  requireOptionalSeed(kind, seed);
  refuseUnknownOptions(kind, unknown, ['seed']);
  return defineInitializer({ kind, config: { seed }, sampler: scaledSampler(scaling) });
}

function scaledSampler({ scale, mode, distribution }: Scaling) {
  return (shape: Shape, rng: Rng): (() => number) => {
    const { fanIn, fanOut } = fansOf(shape);
    const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode];
    const variance = scale / Math.max(1, fan);
    if (distribution === 'uniform') {
      const limit = Math.sqrt(3 * variance);
      return () => limit * (2 * rng.uniform() - 1);
    }
    if (distribution === 'untruncated_normal') {
      const std = Math.sqrt(variance);
      return () => std * rng.normal();
    }
    const std = Math.sqrt(variance) / TRUNCATED_STD;
    return () => std * truncatedNormal(rng);
  };
}

/** A standard normal number between −2 and 2. */
export function truncatedNormal(rng: Rng): number {
  return normalQuantile(BELOW_TWO_STD + (1 - 2 * BELOW_TWO_STD) * rng.uniform());
}
