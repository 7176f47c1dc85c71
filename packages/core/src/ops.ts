import type { ElementwiseRule, LossRule, PenaltyRule, RandomRule } from './rules.ts';

/**
 * The small closed set of operations that a compiled engine knows. A layer that says what it does in these trains
 * compiled; one that does not trains on the tfjs engine. An example is a row of numbers here, whatever its shape.
 */
export type Op =
  | AffineOp
  | ElementwiseOp
  | SoftmaxOp
  | ReshapeOp
  | RandomOp
  | PenaltyOp
  | ScaleColumnsOp
  | PreluOp
  | BatchNormalizeOp
  | LayerNormalizeOp;

/** y = x·W + b, where `kernel` and `bias` name weights of the layer. */
export interface AffineOp {
  readonly op: 'affine';
  readonly kernel: string;
  readonly bias: string | null;
  readonly inputs: number;
  readonly units: number;
}

/** y = f(x), number by number. */
export interface ElementwiseOp {
  readonly op: 'elementwise';
  readonly rule: ElementwiseRule;
}

/** Softmax over all the numbers of an example. */
export interface SoftmaxOp {
  readonly op: 'softmax';
}

/** The same numbers in another shape. */
export interface ReshapeOp {
  readonly op: 'reshape';
}

/** y = f(x, u) with random numbers u, in training; y = x otherwise. */
export interface RandomOp {
  readonly op: 'random';
  readonly rule: RandomRule;
  /** With it the random numbers depend on this seed and the step alone. */
  readonly seed: number | null;
}

/** y = x, and Σ value(x) over the batch, divided by its size, is added to the loss. */
export interface PenaltyOp {
  readonly op: 'penalty';
  readonly rule: PenaltyRule;
}

/** y = (x − center)·scale + shift, column by column, with constants. */
export interface ScaleColumnsOp {
  readonly op: 'scaleColumns';
  readonly center: Float32Array;
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

/** y = x where x > 0, otherwise alpha·x, where `alpha` names a weight with a number for each column. */
export interface PreluOp {
  readonly op: 'prelu';
  readonly alpha: string;
}

/**
 * y = gamma·(x − mean)/√(variance + ε) + beta, column by column. In training mean and variance are the batch's, unless
 * `isFrozen`, and the moving ones follow them; otherwise the moving ones are used. Strings name weights.
 */
export interface BatchNormalizeOp {
  readonly op: 'batchNormalize';
  readonly gamma: string | null;
  readonly beta: string | null;
  readonly movingMean: string;
  readonly movingVariance: string;
  readonly momentum: number;
  readonly epsilon: number;
  readonly isFrozen: boolean;
}

/** The same with mean and variance of each example. */
export interface LayerNormalizeOp {
  readonly op: 'layerNormalize';
  readonly gamma: string | null;
  readonly beta: string | null;
  readonly epsilon: number;
}

/** The same for losses. Targets are class numbers, or as many numbers as there are outputs. */
export type LossOp =
  | {
      /** −Σ t·log p, with p = softmax of the outputs, or the outputs as probabilities. */
      readonly op: 'crossentropy';
      readonly fromLogits: boolean;
      readonly targets: 'classes' | 'distribution';
      /** Targets are scaled and shifted first: label smoothing. */
      readonly scale: number;
      readonly shift: number;
    }
  | {
      /** The mean of `rule` over an example's outputs. */
      readonly op: 'elementwiseMean';
      readonly rule: LossRule;
    };
