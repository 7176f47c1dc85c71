import type { FieldKey } from '@tsuno/core';
import { panelsOf } from './arena.ts';
import type { Kernels } from './kernels.ts';
import type { WidthStep, WidthSteps } from './lower-plan.ts';

/** What steps compute with. */
export interface StepTools {
  readonly kernels: Kernels;
  /** A generated loop over matrices of equal size. */
  readonly loop: (
    name: string,
    arrays: readonly number[],
    rows: number,
    columns: number,
    ...constants: number[]
  ) => void;
  /** The addresses of a weight and of its derivative; 0 for null. */
  readonly param: (weight: number | null) => number;
  readonly grad: (weight: number | null) => number;
  /** The random numbers of a step in this batch. */
  readonly randomKey: (layer: string, seed: number | null) => FieldKey;
  /** Adds to the loss of this batch. */
  readonly addPenalty: (value: number) => void;
  /** Where the constants of a step lie. */
  readonly constants: (index: number) => number;
}

/** A step at work on a batch. */
export interface At {
  readonly index: number;
  /** Addresses of its inputs, its outputs, and of what it leaves for the way back. */
  readonly x: number;
  readonly y: number;
  readonly saved: number;
  /** Room for numbers that nobody needs later. */
  readonly scratch: number;
  /** Rows of the batch, and of its panels. */
  readonly count: number;
  readonly rows: number;
  readonly isTraining: boolean;
  /** Whether layers may move what they keep: not where derivatives alone are wanted. */
  readonly moves: boolean;
}

/** How a step that keeps the width computes; `d` is the derivative by its outputs, which becomes that by its inputs. */
interface StepKernels<S> {
  forward(tools: StepTools, step: S, at: At): void;
  backward(tools: StepTools, step: S, at: At, d: number): void;
}

const bytesOf = (columns: number) => 16 * panelsOf(columns);

/** Every op has kernels here, or this does not compile. */
const WIDTH_STEPS: { readonly [K in keyof WidthSteps]: StepKernels<WidthSteps[K]> } = {
  elementwise: {
    forward({ loop }, { outputs }, { index, x, y, rows }) {
      loop(`forward_${index}`, [x, y], rows, outputs);
    },
    backward({ loop }, { outputs }, { index, x, y, rows }, d) {
      loop(`backward_${index}`, [y, d, x], rows, outputs);
    },
  },
  softmax: {
    forward: ({ kernels }, { outputs }, { x, y, rows }) => kernels.softmax(x, y, rows, outputs),
    backward: ({ kernels }, { outputs }, { y, rows }, d) =>
      kernels.softmaxBackward(y, d, d, rows, outputs),
  },
  random: {
    forward(tools, { layer, seed, outputs }, { index, x, y, saved, rows, isTraining }) {
      const { kernels, loop } = tools;
      if (!isTraining) {
        copy(kernels, x, y, rows, outputs);
        return;
      }
      kernels.uniforms(saved, rows, outputs, ...tools.randomKey(layer, seed));
      loop(`forward_${index}`, [x, saved, y], rows, outputs);
    },
    backward({ loop }, { outputs }, { index, x, saved, rows }, d) {
      loop(`backward_${index}`, [x, d, saved], rows, outputs);
    },
  },
  penalty: {
    forward({ kernels, loop, addPenalty }, { outputs }, { index, x, y, scratch, count, rows }) {
      copy(kernels, x, y, rows, outputs);
      loop(`penalty_of_${index}`, [x, scratch], rows, outputs);
      addPenalty(kernels.sumNumbers(scratch, count, rows, outputs) / count);
    },
    backward({ loop }, { outputs }, { index, x, count, rows }, d) {
      loop(`penalty_slope_of_${index}`, [d, x], rows, outputs, 1 / count);
    },
  },
  scaleColumns: {
    forward({ kernels, constants }, { outputs }, { index, x, y, rows }) {
      const center = constants(index);
      const [scale, shift] = [center + bytesOf(outputs), center + 2 * bytesOf(outputs)];
      kernels.scaleColumns(x, y, center, scale, shift, rows, panelsOf(outputs));
    },
    backward({ kernels, constants }, { outputs }, { index, rows }, d) {
      const scale = constants(index) + bytesOf(outputs);
      kernels.scaleColumnsBackward(d, scale, rows, panelsOf(outputs));
    },
  },
  prelu: {
    forward: ({ kernels, param }, { alpha, outputs }, { x, y, rows }) =>
      kernels.prelu(x, y, param(alpha), rows, panelsOf(outputs)),
    backward: ({ kernels, param, grad }, { alpha, outputs }, { x, count, rows }, d) =>
      kernels.preluBackward(x, d, param(alpha), grad(alpha), count, rows, panelsOf(outputs)),
  },
  batchNormalize: {
    forward({ kernels, param }, step, { x, y, saved, count, rows, isTraining, moves }) {
      const { gamma, beta, movingMean, movingVariance, momentum, epsilon, outputs } = step;
      const panels = panelsOf(outputs);
      const bytes = bytesOf(outputs);
      const inverse = saved + 2 * bytes;
      const ofBatch = isTraining && !step.isFrozen;
      const mean = ofBatch ? saved : param(movingMean);
      const variance = ofBatch ? saved + bytes : param(movingVariance);
      if (ofBatch) {
        kernels.columnMoments(x, mean, variance, count, rows, panels);
      }
      if (ofBatch && moves) {
        kernels.blend(param(movingMean), mean, bytes, momentum);
        kernels.blend(param(movingVariance), variance, bytes, momentum);
      }
      const scale = [inverse, param(gamma), param(beta)] as const;
      kernels.normalizeColumns(x, y, mean, variance, ...scale, rows, panels, epsilon);
    },
    backward({ kernels, param, grad }, step, { x, saved, count, rows, isTraining }, d) {
      const { gamma, beta, movingMean, outputs } = step;
      const ofBatch = isTraining && !step.isFrozen;
      kernels.normalizeColumnsBackward(
        x,
        d,
        ofBatch ? saved : param(movingMean),
        saved + 2 * bytesOf(outputs),
        param(gamma),
        grad(gamma),
        grad(beta),
        count,
        rows,
        panelsOf(outputs),
        ofBatch,
      );
    },
  },
  layerNormalize: {
    forward({ kernels, param }, { gamma, beta, epsilon, outputs }, { x, y, saved, rows }) {
      const inverses = saved + 4 * rows;
      const weights = [param(gamma), param(beta)] as const;
      kernels.normalizeRows(x, y, saved, inverses, ...weights, rows, outputs, epsilon);
    },
    backward({ kernels, param, grad }, { gamma, beta, outputs }, at, d) {
      const { x, saved, count, rows } = at;
      const weights = [param(gamma), grad(gamma), grad(beta)] as const;
      const inverses = saved + 4 * rows;
      kernels.normalizeRowsBackward(x, d, saved, inverses, ...weights, count, rows, outputs);
    },
  },
};

export function forwardStep(tools: StepTools, step: WidthStep, at: At): void {
  kernelsOf(step).forward(tools, step, at);
}

export function backwardStep(tools: StepTools, step: WidthStep, at: At, d: number): void {
  kernelsOf(step).backward(tools, step, at, d);
}

function kernelsOf(step: WidthStep): StepKernels<WidthStep> {
  return WIDTH_STEPS[step.op] as StepKernels<WidthStep>;
}

/** A step that changes nothing: its outputs are its inputs, in their own place. */
function copy(kernels: Kernels, x: number, y: number, rows: number, columns: number): void {
  kernels.copy(x, y, 16 * rows * panelsOf(columns));
}
