import { panelsOf, up4 } from './arena.ts';
import type { AffineStep } from './lower-plan.ts';
import type { Workspace } from './workspace.ts';

/** Y = X·W + b, shared out by panels of Y. `isSparse`: only the listed blocks of X are visited. */
export function affineForward(
  work: Workspace,
  step: AffineStep,
  x: number,
  y: number,
  rows: number,
  isSparse: boolean,
): void {
  const { inputs, outputs } = step;
  const kernel = work.param(step.kernel);
  const bias = step.bias === null ? null : work.param(step.bias);
  const lists = isSparse ? [work.batch.blocksByRows] : [];
  const name = isSparse ? 'matmulBlocks' : 'matmul';
  work.call(name, panelsOf(outputs), rows * inputs * outputs, (from, count) => [
    x,
    ...lists,
    kernel + from * 16 * up4(inputs),
    bias === null ? 0 : bias + from * 16,
    y + from * 16 * rows,
    rows,
    inputs,
    count,
  ]);
}

/** dW = Xᵀ·dY over the `count` rows of the batch, shared out by panels of dY, and db = the sum of these rows. */
export function affineGradients(
  work: Workspace,
  step: AffineStep,
  x: number,
  slope: number,
  count: number,
  rows: number,
  isSparse: boolean,
): void {
  const { inputs, outputs } = step;
  const grad = work.grad(step.kernel);
  const lists = isSparse ? [work.batch.blocksByPanels] : [];
  const name = isSparse ? 'matmulTransposedBlocks' : 'matmulTransposed';
  work.call(name, panelsOf(outputs), rows * inputs * outputs, (from, panels) => [
    x,
    ...lists,
    slope + from * 16 * rows,
    grad + from * 16 * up4(inputs),
    count,
    rows,
    panelsOf(inputs),
    panels,
  ]);
  if (step.bias !== null) {
    work.kernels.sumRows(slope, work.grad(step.bias), count, rows, panelsOf(outputs));
  }
}

/** dX = dY·Wᵀ, from one matrix of slopes into another. */
export function affineBackward(
  work: Workspace,
  step: AffineStep,
  from: number,
  to: number,
  rows: number,
): void {
  const { turned } = work.fixed;
  const panels = panelsOf(step.outputs);
  const inner = panelsOf(step.inputs);
  work.kernels.transpose(work.param(step.kernel), turned, inner, panels);
  work.call('matmul', inner, rows * step.inputs * step.outputs, (first, count) => [
    from,
    turned + first * 64 * panels,
    0,
    to + first * 16 * rows,
    rows,
    step.outputs,
    count,
  ]);
}
