import '../../engine-tfjs/src/index.ts';
import { type Loss, REDUCTIONS, type Reduction, tf } from '@tsuno/core';
import { expectClose, golden } from '../../testing/src/index.ts';
import * as losses from '../src/index.ts';

/** Sums of up to 40 float32 numbers in another order, through exp and log that round differently by an ulp or two. */
const FLOAT32 = { relative: 5e-6, absolute: 1e-6 };
/** Gradients are at most about 1; those of clipped probabilities carry a factor 1/p and get the relative room. */
const GRADIENT = { relative: 1e-5, absolute: 1e-7 };

interface Case extends Readonly<Record<Exclude<Reduction, 'none'>, readonly [number, number]>> {
  readonly loss: { readonly kind: Exclude<keyof typeof losses, 'compute'> };
  readonly yTrue: number[] | number[][];
  readonly yPred: number[][];
  readonly sampleWeight: number[];
  readonly values: number[];
  readonly gradient: number[][];
}

const factories: Readonly<Record<Case['loss']['kind'], (options: object) => Loss>> = losses;

const { cases } = golden<{ cases: Case[] }>('losses.json');
const titled = cases.map(
  (each, index) => [`${index}: ${JSON.stringify(each.loss)}`, each] as const,
);

function make({ kind, ...options }: Case['loss'], reduction?: Reduction): Loss {
  return factories[kind]({ ...options, ...(reduction && { reduction }) });
}

/** Labels as int32, as a model hands them over; everything else as float32. */
const targetsOf = ({ loss, yTrue }: Case, rows: number) =>
  tf.tensor(yTrue.slice(0, rows), undefined, loss.kind.startsWith('Sparse') ? 'int32' : 'float32');

const computed = (each: Case, reduction: Reduction, sampleWeight: number[] | null = null) =>
  tf.tidy(() => {
    const yTrue = targetsOf(each, each.yPred.length);
    const value = losses.compute(make(each.loss, reduction), yTrue, tf.tensor2d(each.yPred), {
      sampleWeight,
    });
    return [...value.dataSync()];
  });

describe.each(titled)('Keras agrees on case %s', (_title, each) => {
  it('in the value of each example', () => {
    expectClose(computed(each, 'none'), each.values, FLOAT32);
  });

  it('in the weighted value of each example', () => {
    const weighted = each.values.map((value, i) => value * each.sampleWeight[i]);
    expectClose(computed(each, 'none', each.sampleWeight), weighted, FLOAT32);
  });

  it.each(REDUCTIONS.filter((reduction) => reduction !== 'none'))(
    'reduced to %s, without weights and with them',
    (reduction) => {
      expectClose(computed(each, reduction), [each[reduction][0]], FLOAT32);
      expectClose(computed(each, reduction, each.sampleWeight), [each[reduction][1]], FLOAT32);
    },
  );

  it('in the gradient', () => {
    const gradient = tf.tidy(() => {
      const yTrue = targetsOf(each, each.yPred.length);
      const f = (yPred: tf.Tensor) => losses.compute(make(each.loss), yTrue, yPred);
      return [...tf.grad(f)(tf.tensor2d(each.yPred)).dataSync()];
    });
    expectClose(gradient, each.gradient.flat(), GRADIENT);
  });
});

describe('The documented example of Keras', () => {
  it('gives the values of its documentation, also with weights', () => {
    const scores = tf.tensor2d([
      [8, 1, 1],
      [0, 9, 1],
      [2, 3, 5],
    ]);
    const labels = tf.tensor1d([0, 1, 2], 'int32');
    const computed = (reduction: Reduction, sampleWeight: number[] | null) => {
      const loss = losses.SparseCategoricalCrossentropy({ fromLogits: true, reduction });
      return losses.compute(loss, labels, scores, { sampleWeight }).dataSync();
    };
    // As many digits as Keras's own tests have.
    expectClose(computed('none', null), [0.001822, 0.000459, 0.169846], { absolute: 1e-6 });
    expectClose(computed('mean', [1.2, 3.4, 5.6]), [0.31829], { absolute: 1e-5 });
  });
});
