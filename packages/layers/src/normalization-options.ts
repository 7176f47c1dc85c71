import { requireBoolean, requireInterval } from '@tsuno/core';
import type { WeightedLayerOptions } from './layer-options.ts';
import type { ConstraintLike, InitializerLike, RegularizerLike } from './weight-options.ts';

/** The options of layers that normalize and then scale by gamma and shift by beta. */
export interface ScaleAndShiftOptions extends WeightedLayerOptions {
  /** ε: added to the variance. */
  readonly epsilon?: number;
  /** False leaves the shift beta out. */
  readonly center?: boolean;
  /** False leaves the factor gamma out. */
  readonly scale?: boolean;
  /** The start values of beta. */
  readonly betaInitializer?: InitializerLike;
  /** The start values of gamma. */
  readonly gammaInitializer?: InitializerLike;
  /** A penalty on beta that is added to the loss. */
  readonly betaRegularizer?: RegularizerLike;
  /** A penalty on gamma that is added to the loss. */
  readonly gammaRegularizer?: RegularizerLike;
  /** What beta is brought back to after every update. */
  readonly betaConstraint?: ConstraintLike;
  /** What gamma is brought back to after every update. */
  readonly gammaConstraint?: ConstraintLike;
}

/** @throws OptionError */
export function checkScaleAndShift(
  who: string,
  {
    epsilon,
    ...flags
  }: { readonly epsilon: number; readonly center: boolean; readonly scale: boolean },
): void {
  requireInterval(who, { epsilon }, '[0, ∞)');
  requireBoolean(who, flags);
}
