import '../../engine-tfjs/src/index.ts';
import { float32Arith, type Loss, REDUCTIONS, type Reduction, tf } from '@tsuno/core';
import { expectClose, golden } from '../../testing/src/index.ts';
import * as losses from '../src/index.ts';

/** Sums of up to 40 float32 numbers in another order, through exp and log that round differently by an ulp or two. */
const FLOAT32 = { relative: 5e-6, absolute: 1e-6 };
/** Gradients are at most about 1; those of clipped probabilities carry a factor 1/p and get the relative room. */
const GRADIENT = { relative: 1e-5, absolute: 1e-7 };

type Nested = readonly (number | Nested)[];
const flat = (nested: number | Nested): number[] =>
  typeof nested === 'number' ? [nested] : nested.flatMap(flat);
const tensor = (nested: Nested, dtype?: 'int32') => tf.tensor(nested as number[], undefined, dtype);

interface Case extends Readonly<Record<Exclude<Reduction, 'none'>, readonly [number, number]>> {
  readonly loss: { readonly kind: Exclude<keyof typeof losses, 'compute'> };
  readonly yTrue: Nested;
  readonly yPred: Nested;
  readonly sampleWeight: Nested;
  /** One value for each example or position, or one for the batch, and the same times its weight. */
  readonly values: number | Nested;
  readonly weighted: Nested;
  readonly gradient: Nested;
}

const factories: Readonly<Record<Case['loss']['kind'], (options: object) => Loss>> = losses;

const { cases } = golden<{ cases: Case[] }>('losses.json');
const titled = cases.map(
  (each, index) => [`${index}: ${JSON.stringify(each.loss)}`, each] as const,
);

function make({ kind, ...options }: Case['loss'], reduction?: Reduction): Loss {
  return factories[kind]({ ...options, ...(reduction && { reduction }) });
}

const shapeOfOne = ({ yPred: [first] }: Case) =>
  typeof first === 'number' ? [1] : tensor(first).shape;

/** Labels as int32, as a model hands them over; everything else as float32. */
const targetsOf = ({ loss, yTrue }: Case, rows: number) =>
  tensor(yTrue.slice(0, rows), loss.kind.startsWith('Sparse') ? 'int32' : undefined);

const computed = (each: Case, reduction: Reduction, weights: Nested | null = null) =>
  tf.tidy(() => {
    const yTrue = targetsOf(each, each.yPred.length);
    const value = losses.compute(make(each.loss, reduction), yTrue, tensor(each.yPred), {
      sampleWeight: weights && tensor(weights),
    });
    return [...value.dataSync()];
  });

describe.each(titled)('Keras agrees on case %s', (_title, each) => {
  it('in the value of each example', () => {
    expectClose(computed(each, 'none'), flat(each.values), FLOAT32);
  });

  it('in the weighted value of each example', () => {
    expectClose(computed(each, 'none', each.sampleWeight), flat(each.weighted), FLOAT32);
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
      return [...tf.grad(f)(tensor(each.yPred)).dataSync()];
    });
    expectClose(gradient, flat(each.gradient), GRADIENT);
  });
});

describe('The rule that engines compile', () => {
  const elementwise = titled.flatMap(([title, each]) => {
    const lowered = make(each.loss).lower?.(shapeOfOne(each));
    return lowered?.op === 'elementwiseMean' ? [[title, each, lowered.rule] as const] : [];
  });

  it('is there for every elementwise loss', () => {
    expect(new Set(elementwise.map(([, each]) => each.loss.kind)).size).toBe(12);
  });

  it.each(elementwise)('gives what Keras gives in case %s', (_title, each, rule) => {
    const [targets, outputs] = [flat(each.yTrue), flat(each.yPred)];
    const width = shapeOfOne(each)[0];
    const inRows = (numbers: number[]) =>
      each.yPred.map((_, row) => {
        const own = numbers.slice(row * width, (row + 1) * width);
        return own.reduce((sum, value) => sum + value, 0) / width;
      });
    const values = outputs.map((p, i) => rule.value(float32Arith, targets[i], p));
    expectClose(inRows(values), flat(each.values), FLOAT32);
    const slopes = outputs.map((p, i) => rule.derivative(float32Arith, targets[i], p));
    const mean = slopes.map((slope) => slope / outputs.length);
    expectClose(mean, flat(each.gradient), GRADIENT);
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
