import { EPSILON, type LossRule } from '@tsuno/core';
import { clip, slopeOfClip } from './kinks.ts';

/** −y log p − (1 − y) log(1 − p), where p is the output kept within [10⁻⁷, 1 − 10⁻⁷]. */
export const crossentropyOfProbability: LossRule = {
  value(k, y, output) {
    const p = clip(k, output, EPSILON, 1 - EPSILON);
    const yes = k.mul(y, k.log(p));
    const no = k.mul(k.sub(1, y), k.log(k.sub(1, p)));
    return k.neg(k.add(yes, no));
  },
  derivative(k, y, output) {
    const p = clip(k, output, EPSILON, 1 - EPSILON);
    const slope = k.sub(k.div(k.sub(1, y), k.sub(1, p)), k.div(y, p));
    // Outside of the limits the clipped output does not move.
    return k.mul(slope, slopeOfClip(k, output, EPSILON, 1 - EPSILON));
  },
};

/** −y log σ(z) − (1 − y) log σ(−z) = log(1 + eᶻ) − y·z, with max(z, 0) + log(1 + e^−|z|) for the first term. */
export const crossentropyOfLogit: LossRule = {
  value(k, y, z) {
    const softplus = k.add(k.max(z, 0), k.log1p(k.exp(k.neg(k.abs(z)))));
    return k.sub(softplus, k.mul(y, z));
  },
  derivative: (k, y, z) => k.sub(k.div(1, k.add(1, k.exp(k.neg(z)))), y),
};
