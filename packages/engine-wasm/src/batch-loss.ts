import {
  type Batch,
  EPSILON,
  type LossOp,
  type Reduction,
  type Rows,
  type TrainPlan,
} from '@tsuno/core';
import { stageLabels, stageRows, stageWeights } from './stage.ts';
import { tensorLoss } from './tensor-loss.ts';
import type { Workspace } from './workspace.ts';

/** Outputs in panels of so many rows. */
export interface Scores {
  readonly at: number;
  readonly rows: number;
}

/** The loss of the batch; its derivative by the outputs, if anybody wants it, is left in the first of the slopes. */
export function batchLoss(
  work: Workspace,
  plan: TrainPlan & Required<Pick<TrainPlan, 'training'>>,
  batch: Batch,
  scores: Scores,
  wantsSlope: boolean,
): number {
  const { loss } = plan.training;
  const op = work.network.training?.loss ?? null;
  if (op !== null) return compiledLoss(work, op, loss.reduction, batch, scores);
  const count = batch.rows.length;
  const outputs = work.outputs(scores.at, count, scores.rows);
  const { value, slope } = tensorLoss(loss, plan.output, batch, outputs, wantsSlope);
  if (slope !== null) {
    const { staging, slopes } = work.batch;
    work.floats.set(slope, staging / 4);
    work.packRows(staging, slopes[0], count, scores.rows);
  }
  return value;
}

function compiledLoss(
  work: Workspace,
  loss: LossOp,
  reduction: Reduction,
  batch: Batch,
  { at: output, rows }: Scores,
): number {
  const { kernels } = work;
  const { slopes, targets, labels, losses, rowWeights } = work.batch;
  const [slope] = slopes;
  const size = [batch.rows.length, rows, work.network.outputs] as const;
  stageWeights(work.floats, rowWeights / 4, batch, reduction);
  if (loss.op === 'elementwiseMean') {
    stageTargets(work, batch, rows, 1, 0);
    work.loop('loss', [targets, output, losses, slope], rows, work.network.outputs);
    return kernels.meanOfColumns(losses, slope, rowWeights, ...size);
  }
  if (loss.targets === 'classes') {
    stageLabels(work.integers, labels / 4, batch);
    if (loss.fromLogits) {
      return kernels.sparseCrossentropy(output, labels, rowWeights, slope, ...size);
    }
    kernels.oneHot(labels, targets, ...size);
  } else stageTargets(work, batch, rows, loss.scale, loss.shift);
  return loss.fromLogits
    ? kernels.denseCrossentropy(output, targets, rowWeights, slope, ...size)
    : kernels.probabilityCrossentropy(output, targets, rowWeights, slope, ...size, EPSILON);
}

/** Targets as panels, scaled and shifted for label smoothing. */
function stageTargets(
  work: Workspace,
  batch: Batch,
  rows: number,
  scale: number,
  shift: number,
): void {
  const { floats, network } = work;
  const { staging, targets } = work.batch;
  const count = batch.rows.length;
  stageRows(floats, staging / 4, batch.table.y as Rows, batch.rows);
  if (scale !== 1 || shift !== 0) {
    const staged = floats.subarray(staging / 4, staging / 4 + count * network.outputs);
    for (let i = 0; i < staged.length; i++) {
      staged[i] = Math.fround(staged[i] * Math.fround(scale)) + shift;
    }
  }
  work.packRows(staging, targets, count, rows);
}
