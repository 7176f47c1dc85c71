import {
  type LossOp,
  type Op,
  type Optimizer,
  showShape,
  sizeOf,
  type TrainPlan,
} from '@tsuno/core';
import { type OptimizerGraph, optimizerGraph } from './optimizer-graph.ts';

/** An affine step's weights, by their numbers in the plan. */
export interface AffineStep {
  readonly op: 'affine';
  readonly kernel: number;
  readonly bias: number | null;
  readonly inputs: number;
  readonly outputs: number;
  readonly isTrainable: boolean;
}

/** A step that keeps the width. */
export type WidthStep = Exclude<Op, { op: 'affine' } | { op: 'reshape' }> & {
  readonly inputs: number;
  readonly outputs: number;
};

export type Step = AffineStep | WidthStep;

/** A plan in the engine's own operations: every example a row of numbers. */
export interface Network {
  readonly steps: readonly Step[];
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: readonly NetworkWeight[];
  readonly training: {
    readonly loss: LossOp;
    readonly optimizer: Optimizer;
    readonly graph: OptimizerGraph;
  } | null;
}

/** A weight of the plan: a matrix, or a vector, whose numbers lie one after the other. */
export interface NetworkWeight {
  readonly rows: number;
  readonly columns: number;
  readonly isVector: boolean;
  readonly isTrainable: boolean;
}

/** The network of a plan, or every reason why it has none. */
export function lowerPlan(plan: TrainPlan): Network | readonly string[] {
  const reasons: string[] = [];
  const steps: Step[] = [];
  const weights: NetworkWeight[] = [];
  for (const { layer, name, input, weights: specs } of plan.layers) {
    const ops = layer.lower?.(input) ?? null;
    if (ops === null) {
      const where = layer.lower ? ` for inputs of shape ${showShape(input)}` : '';
      reasons.push(`layer "${name}" (${layer.kind}) has no compiled form${where}`);
      continue;
    }
    const first = weights.length;
    const numberOf = (weight: string) => first + specs.findIndex((spec) => spec.name === weight);
    for (const { shape } of specs) {
      const columns = shape[shape.length - 1] ?? 1;
      const isVector = shape.length <= 1;
      weights.push({
        rows: sizeOf(shape) / columns,
        columns,
        isVector,
        isTrainable: layer.trainable,
      });
    }
    let width = sizeOf(input);
    for (const op of ops) {
      if (op.op === 'reshape') continue;
      if (op.op !== 'affine') {
        steps.push({ ...op, inputs: width, outputs: width });
        continue;
      }
      const bias = op.bias === null ? null : numberOf(op.bias);
      const { inputs, units } = op;
      const isTrainable = layer.trainable;
      steps.push({
        op: 'affine',
        kernel: numberOf(op.kernel),
        bias,
        inputs,
        outputs: units,
        isTrainable,
      });
      width = units;
    }
  }
  const training = plan.training ? lowerTraining(plan, plan.training, reasons) : null;
  if (reasons.length > 0) return reasons;
  return { steps, inputs: sizeOf(plan.input), outputs: sizeOf(plan.output), weights, training };
}

function lowerTraining(
  plan: TrainPlan,
  { loss, optimizer }: NonNullable<TrainPlan['training']>,
  reasons: string[],
): Network['training'] {
  const op = loss.lower?.(plan.output) ?? null;
  if (op === null) {
    const where = loss.lower ? ` for outputs of shape ${showShape(plan.output)}` : '';
    reasons.push(`loss ${loss.kind} has no compiled form${where}`);
  }
  const graph = optimizerGraph(optimizer);
  if (typeof graph === 'string') reasons.push(graph);
  return op === null || typeof graph === 'string' ? null : { loss: op, optimizer, graph };
}
