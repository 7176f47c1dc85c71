import { clearMatrixPads, up4 } from './arena.ts';
import { keepsZero } from './network-loops.ts';
import type { Workspace } from './workspace.ts';

/** What the penalties of the trained weights add to the loss. */
export function penaltiesOfWeights({ fixed, call, kernels }: Workspace): number {
  const { params, turned, weights } = fixed;
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    const { penalty, offset, bytes, rows, columns } = weights[index];
    if (penalty === null) continue;
    call(`penalty_${index}`, bytes / 16, bytes, (from, count) => [
      params + offset + 16 * from,
      turned + 16 * from,
      16 * count,
    ]);
    // A vector is a row of a matrix of four rows less the other three.
    sum += kernels.sumNumbers(turned, rows, bytes / up4(columns) / 4, columns);
  }
  return sum;
}

/** Adds the derivatives of the penalties to those of the loss. */
export function regularize({ fixed, call, floats }: Workspace): void {
  const { params, grads, weights } = fixed;
  for (let index = 0; index < weights.length; index++) {
    const place = weights[index];
    const { offset, bytes, penalty } = place;
    if (penalty === null) continue;
    call(`penalty_slope_${index}`, bytes / 16, bytes, (from, count) => [
      grads + offset + 16 * from,
      params + offset + 16 * from,
      16 * count,
      1,
    ]);
    const spoilsPads = !keepsZero((k) => penalty.derivative(k, 0) as number);
    if (spoilsPads) clearMatrixPads(floats, grads, place);
  }
}
