import {
  type ConfigOf,
  declareOptions,
  defineInitializer,
  type Initializer,
  normalQuantile,
  type OptionsOf,
  option,
  type Rng,
  type Shape,
  type Shown,
} from '@tsuno/core';
import { fansOf } from './fans.ts';
import { SEED } from './seed.ts';

const SCALING = {
  /** The variance times n. */
  scale: option.number('(0, ∞)', 1),
  /** What n is: the fan-in, the fan-out or their mean. */
  mode: option.oneOf(['fan_in', 'fan_out', 'fan_avg'], 'fan_in'),
  /** The form of the distribution. */
  distribution: option.oneOf(
    ['truncated_normal', 'untruncated_normal', 'uniform'],
    'truncated_normal',
  ),
};

const declared = declareOptions('VarianceScaling', { ...SCALING, ...SEED });

export interface VarianceScalingOptions extends OptionsOf<typeof declared>, Shown {}

/** Which numbers are drawn, whatever the initializer is called. */
type Scaling = ConfigOf<typeof SCALING>;

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
export function VarianceScaling(options: VarianceScalingOptions = {}): Initializer {
  const described = declared.read(arguments);
  return defineInitializer({ ...described, sampler: scaledSampler(described.config) });
}

/** A named special case, such as `GlorotUniform`, for the arguments of its factory. */
export function namedScaling(
  kind: string,
  scaling: Scaling,
  given: ArrayLike<unknown>,
): Initializer {
  const described = declareOptions(kind, SEED).read(given);
  return defineInitializer({ ...described, sampler: scaledSampler(scaling) });
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
