import { losses } from 'tsuno';
import type { Case } from '../src/keras-files.ts';
import { lcg } from '../src/lcg.ts';

export interface Data {
  readonly x: unknown[];
  readonly y: unknown[];
}

/** Data that a loss or a metric makes sense of, and the end of a model for it. */
export interface Target extends Data {
  readonly outputs: number;
  readonly activation: 'linear' | 'sigmoid' | 'softmax' | 'softplus' | 'tanh';
  /** What is trained where a metric is measured. */
  readonly loss: unknown;
}

type Way = readonly [
  outputs: number,
  activation: Target['activation'],
  target: (value: number, output: number) => number,
  loss?: string,
];

const CLASSES = 4;
const real: Way = [2, 'linear', (value) => 2 * value - 1];
const positive: Way = [2, 'softplus', (value) => 2 * value];
const sign: Way = [2, 'tanh', (value) => (value < 0.5 ? -1 : 1)];
const binary: Way = [2, 'sigmoid', (value) => Number(value < 0.5)];

/** How losses and metrics are used, by what their names contain; the first that fits. */
const WAYS: readonly (readonly [part: string, way: Way | 'one-hot' | 'sparse' | 'counted'])[] = [
  ['Sparse', 'sparse'],
  ['Categorical', 'one-hot'],
  ['KLDivergence', 'one-hot'],
  ['F1Score', 'one-hot'],
  ['FBetaScore', 'one-hot'],
  ['Precision', 'one-hot'],
  ['Recall', 'one-hot'],
  ['BinaryIoU', binary],
  ['IoU', 'counted'],
  ['Binary', binary],
  ['AUC', binary],
  ['Dice', binary],
  ['Negatives', binary],
  ['Positives', binary],
  ['Hinge', sign],
  ['Poisson', positive],
  ['Logarithmic', positive],
];

export function dataFor({ kind, fromLogits, sparseYTrue }: Case, examples: number): Target {
  const found = WAYS.find(([part]) => kind.includes(part))?.[1] ?? real;
  const way = found === 'counted' && sparseYTrue === false ? 'one-hot' : found;
  const x = rows(lcg(21, examples * 4), 4).map((row) => row.map((value) => 2 * value - 1));
  const values = rows(lcg(22, examples * CLASSES), CLASSES);
  const classOf = (row: readonly number[], count: number) => Math.floor(row[0] * count);
  const ends = (activation: Target['activation']) => (fromLogits === true ? 'linear' : activation);
  if (way === 'sparse') {
    const y = values.map((row) => classOf(row, CLASSES));
    return {
      x,
      y,
      outputs: CLASSES,
      activation: ends('softmax'),
      loss: losses.SparseCategoricalCrossentropy({ fromLogits: fromLogits === true }),
    };
  }
  if (way === 'counted') {
    return {
      x,
      y: values.map((row) => [classOf(row, 2)]),
      outputs: 1,
      activation: 'sigmoid',
      loss: 'mse',
    };
  }
  if (way === 'one-hot') {
    const y = values.map((row) => [0, 1, 2].map((index) => Number(index === classOf(row, 3))));
    const activation = kind.includes('Hinge') ? 'linear' : ends('softmax');
    return { x, y, outputs: 3, activation, loss: 'mse' };
  }
  const [outputs, activation, target] = way;
  const y = values.map((row) => row.slice(0, outputs).map(target));
  return { x, y, outputs, activation: ends(activation), loss: 'mse' };
}

function rows(values: readonly number[], width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) =>
    values.slice(row * width, (row + 1) * width),
  );
}
