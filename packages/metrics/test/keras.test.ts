import { type MeasuredRows, type Metric, tf } from '@tsuno/core';
import { expectClose, golden } from '../../testing/src/index.ts';
import * as metrics from '../src/index.ts';

/** Sums of some ten float32 numbers, in another order. */
const FLOAT32 = { relative: 2e-6, absolute: 1e-6 };

type Nested = readonly (number | Nested)[];
type Kind = Exclude<keyof typeof metrics, 'accuracyFor'>;

interface Case {
  readonly metric: { readonly kind: Kind };
  readonly data: string;
  readonly weighted: boolean;
  /** After each of the batches. */
  readonly results: readonly number[];
}

const { cases, data, rows, sampleWeight } = golden<{
  cases: readonly Case[];
  data: Readonly<Record<string, { readonly yTrue: Nested; readonly yPred: Nested }>>;
  rows: readonly number[];
  sampleWeight: readonly number[];
}>('metrics.json');

const factories = metrics as unknown as Readonly<Record<Kind, (options: object) => Metric>>;
const make = ({ kind, ...options }: Case['metric']) => factories[kind](options);

const titled = cases.map(
  (each, index) =>
    [
      `${index}: ${JSON.stringify(each.metric)} of ${each.data}${each.weighted ? ', weighted' : ''}`,
      each,
    ] as const,
);

interface Tensors {
  readonly yTrue: tf.Tensor;
  readonly yPred: tf.Tensor;
  readonly weights: tf.Tensor | null;
}

/** What the metric gives after each batch, each measured by `measure`. */
function results(each: Case, measure: (metric: Metric, batch: Tensors) => number[]) {
  const metric = make(each.metric);
  const { yTrue, yPred } = data[each.data];
  const tensor = (nested: Nested) => tf.tensor(nested as number[]);
  let start = 0;
  let total: readonly number[] = [];
  return rows.map((count) => {
    const [from, to] = [start, start + count];
    start = to;
    const measured = tf.tidy(() => {
      const targets = tensor(yTrue.slice(from, to));
      const outputs = tensor(yPred.slice(from, to));
      const given = {
        values: targets.dataSync<'float32'>(),
        shape: targets.shape.slice(1),
        size: count,
      };
      metric.checkTargets?.(given, outputs.shape.slice(1));
      const weights = each.weighted ? tensor(sampleWeight.slice(from, to)) : null;
      return measure(metric, { yTrue: targets, yPred: outputs, weights });
    });
    total = from === 0 ? measured : metric.combine(total, measured);
    return metric.result(total);
  });
}

describe.each(titled)('Keras agrees on case %s', (_title, each) => {
  it('after each batch, measured on tensors', () => {
    const measured = results(each, (metric, { yTrue, yPred, weights }) => [
      ...metric.measure(yTrue, yPred, weights).dataSync(),
    ]);
    expectClose(measured, each.results, FLOAT32);
  });

  it('after each batch, measured in host memory where the metric can', () => {
    if (make(each.metric).measureRows === undefined) return;
    const measured = results(each, (metric, { yTrue, yPred, weights }) => {
      const batch: MeasuredRows = {
        rows: yPred.shape[0],
        yTrue: yTrue.dataSync(),
        yPred: yPred.dataSync(),
        target: yTrue.shape.slice(1),
        output: yPred.shape.slice(1),
        sampleWeight: weights?.dataSync() ?? null,
      };
      return [...(metric.measureRows?.(batch) ?? [])];
    });
    expectClose(measured, each.results, FLOAT32);
  });
});
