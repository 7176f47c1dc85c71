import type { ElementwiseRule, LossRule } from './rules.ts';

/**
 * The small closed set of operations that a compiled engine knows. A layer that says what it does in these trains
 * compiled; one that does not trains on the tfjs engine. An example is a row of numbers here, whatever its shape.
 */
export type Op = AffineOp | ElementwiseOp | SoftmaxOp | ReshapeOp;

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
