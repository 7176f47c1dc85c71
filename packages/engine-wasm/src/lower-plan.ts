import {
  type Constraint,
  isTrained,
  type LossOp,
  type Op,
  type Optimizer,
  type PenaltyRule,
  type PlannedLayer,
  showShape,
  sizeOf,
  type TrainPlan,
} from '@tsuno/core';
import { type OptimizerGraph, optimizerGraph } from './optimizer-graph.ts';

/** An op in its place: names of weights have become their numbers in the plan, and its width is known. */
type Placed<O, Weights extends keyof O> = Omit<O, Weights> & {
  readonly [W in Weights]: O[W] extends string ? number : number | null;
} & {
  /** The layer that it comes from, for naming its random numbers. */
  readonly layer: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether any of its weights is trained. */
  readonly isTrained: boolean;
};

type OpNamed<K extends Op['op']> = Extract<Op, { readonly op: K }>;

/** Steps that keep the width: all but products. */
export interface WidthSteps {
  elementwise: Placed<OpNamed<'elementwise'>, never>;
  softmax: Placed<OpNamed<'softmax'>, never>;
  random: Placed<OpNamed<'random'>, never>;
  penalty: Placed<OpNamed<'penalty'>, never>;
  scaleColumns: Placed<OpNamed<'scaleColumns'>, never>;
  prelu: Placed<OpNamed<'prelu'>, 'alpha'>;
  batchNormalize: Placed<
    OpNamed<'batchNormalize'>,
    'gamma' | 'beta' | 'movingMean' | 'movingVariance'
  >;
  layerNormalize: Placed<OpNamed<'layerNormalize'>, 'gamma' | 'beta'>;
}

export type AffineStep = Placed<OpNamed<'affine'>, 'kernel' | 'bias'>;
export type WidthStep = WidthSteps[keyof WidthSteps];
export type Step = AffineStep | WidthStep;

/** A plan in the engine's own operations: every example a row of numbers. */
export interface Network {
  readonly steps: readonly Step[];
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: readonly NetworkWeight[];
  readonly training: {
    /** Null for a loss that has no compiled form: it is computed on tensors. */
    readonly loss: LossOp | null;
    readonly optimizer: Optimizer;
    readonly graph: OptimizerGraph;
  } | null;
}

/** A weight of the plan: a matrix, or a vector, whose numbers lie one after the other. */
export interface NetworkWeight {
  /** `dense_1/kernel`. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly rows: number;
  readonly columns: number;
  readonly isVector: boolean;
  readonly isTrainable: boolean;
  readonly penalty: PenaltyRule | null;
  readonly constraint: Constraint | null;
}

/** The network of a plan, or every reason why it has none. */
export function lowerPlan(plan: TrainPlan): Network | readonly string[] {
  const reasons: string[] = [];
  const steps: Step[] = [];
  const weights: NetworkWeight[] = [];
  for (const planned of plan.layers) {
    const { layer, name, input, output } = planned;
    const ops = layer.lower?.(input) ?? null;
    if (ops === null) {
      const where = layer.lower ? ` for inputs of shape ${showShape(input)}` : '';
      reasons.push(`layer "${name}" (${layer.kind}) has no compiled form${where}`);
      continue;
    }
    const first = weights.length;
    weights.push(...lowerWeights(planned, reasons));
    const { activityRegularizer } = layer;
    const rule = activityRegularizer?.rule;
    if (activityRegularizer && !rule) {
      reasons.push(
        `regularizer ${activityRegularizer.kind} of layer "${name}" has no compiled form`,
      );
    }
    const all: readonly Op[] = rule ? [...ops, { op: 'penalty', rule }] : ops;
    steps.push(...placeOps(planned, all, first));
    const width = steps.at(-1)?.outputs ?? sizeOf(plan.input);
    if (width !== sizeOf(output)) {
      reasons.push(`layer "${name}" (${layer.kind}) has a compiled form of another width`);
    }
  }
  const training = plan.training ? lowerTraining(plan, plan.training, reasons) : null;
  if (reasons.length > 0) return reasons;
  return { steps, inputs: sizeOf(plan.input), outputs: sizeOf(plan.output), weights, training };
}

function lowerWeights({ layer, name, weights }: PlannedLayer, reasons: string[]): NetworkWeight[] {
  return weights.map((spec): NetworkWeight => {
    const { shape, regularizer, constraint = null } = spec;
    const columns = shape[shape.length - 1] ?? 1;
    const isTrainable = isTrained(layer, spec);
    if (isTrainable && regularizer && !regularizer.rule) {
      reasons.push(
        `regularizer ${regularizer.kind} of layer "${name}" has no compiled form (it has no rule)`,
      );
    }
    return {
      path: `${name}/${spec.name}`,
      shape,
      rows: sizeOf(shape) / columns,
      columns,
      isVector: shape.length <= 1,
      isTrainable,
      penalty: (isTrainable && regularizer?.rule) || null,
      constraint: isTrainable ? constraint : null,
    };
  });
}

/** The options of ops that name weights. */
const WEIGHT_NAMES: Readonly<Partial<Record<Op['op'], readonly string[]>>> = {
  affine: ['kernel', 'bias'],
  prelu: ['alpha'],
  batchNormalize: ['gamma', 'beta', 'movingMean', 'movingVariance'],
  layerNormalize: ['gamma', 'beta'],
};

function placeOps(planned: PlannedLayer, ops: readonly Op[], first: number): Step[] {
  const { layer, name, input, weights: specs } = planned;
  let width = sizeOf(input);
  return ops.flatMap((op) => {
    if (op.op === 'reshape') return [];
    const options = Object.entries(op).map(([option, value]) => {
      if (!WEIGHT_NAMES[op.op]?.includes(option) || value === null) return [option, value];
      return [option, first + specs.findIndex((spec) => spec.name === value)];
    });
    const inputs = width;
    if (op.op === 'affine') width = op.units;
    const hasTrained = specs.some((spec) => isTrained(layer, spec));
    return [
      {
        ...Object.fromEntries(options),
        layer: name,
        inputs,
        outputs: width,
        isTrained: WEIGHT_NAMES[op.op] !== undefined && hasTrained,
      } as unknown as Step,
    ];
  });
}

function lowerTraining(
  plan: TrainPlan,
  { loss, optimizer }: NonNullable<TrainPlan['training']>,
  reasons: string[],
): Network['training'] {
  const graph = optimizerGraph(optimizer);
  if (typeof graph === 'string') {
    reasons.push(graph);
    return null;
  }
  return { loss: loss.lower?.(plan.output) ?? null, optimizer, graph };
}
