import { sizeInPanels } from './arena.ts';
import type { Workspace } from './workspace.ts';

/** What the penalties of the trained weights add to the loss. */
export function penaltiesOfWeights({ fixed, call, kernels }: Workspace): number {
  const { params, turned, weights } = fixed;
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    const place = weights[index];
    const { penalty, offset, bytes } = place;
    if (penalty === null) continue;
    call(`penalty_${index}`, bytes / 16, bytes, (from, count) => [
      params + offset + 16 * from,
      turned + 16 * from,
      16 * count,
    ]);
    sum += kernels.sumNumbers(turned, ...sizeInPanels(place));
  }
  return sum;
}

/** Adds the derivatives of the penalties to those of the loss. */
export function regularize({ fixed, call }: Workspace): void {
  const { params, grads, weights } = fixed;
  for (let index = 0; index < weights.length; index++) {
    const { offset, bytes, penalty } = weights[index];
    if (penalty === null) continue;
    call(`penalty_slope_${index}`, bytes / 16, bytes, (from, count) => [
      grads + offset + 16 * from,
      params + offset + 16 * from,
      16 * count,
      1,
    ]);
  }
}
