import { type MeasuredRows, type Metric, tf } from '@tsuno/core';
import { expectClose, lcg } from '../../testing/src/index.ts';
import * as metrics from '../src/index.ts';

/** Sums of some ten float32 numbers, in another order; the outer logarithms and roots are in doubles. */
const FLOAT32 = { relative: 5e-6, absolute: 1e-6 };
const ROUNDING = 1e-5;

const ROWS = 12;
/** Ways to cut twelve examples into batches. */
const CUTS = [[12], [5, 5, 2], [1, 1, 3, 7]];
/** No binary number is 0.1, so sums of it round. */
const WEIGHTS = [null, 0.1];

interface Data {
  readonly yTrue: readonly (readonly number[])[];
  readonly yPred: readonly (readonly number[])[];
  /** The metrics that such data make sense for; without it all that take them. */
  readonly only?: RegExp;
}

const rows = (row: (index: number) => readonly number[]) =>
  Array.from({ length: ROWS }, (_, i) => row(i));
const scores = (width: number) =>
  rows((i) => {
    const raw = [...lcg(i + 1, width)].map((u) => u + 0.05);
    const sum = raw.reduce((all, each) => all + each, 0);
    return raw.map((each) => each / sum);
  });

/** Targets that leave little to be measured: all the same number, one answer, one class. */
const DATA: Readonly<Record<string, Data>> = {
  ...Object.fromEntries(
    [0.1, 0.3, 1234.567, -7.7e5].map((number) => [
      `targets that are all ${number}`,
      { yTrue: rows(() => [number, number]), yPred: rows((i) => [number + i / 7, number + i / 3]) },
    ]),
  ),
  'nothing but yes': { yTrue: rows(() => [1, 1]), yPred: scores(2) },
  'nothing but no': { yTrue: rows(() => [0, 0]), yPred: scores(2) },
  'class numbers of one class': { yTrue: rows(() => [1]), yPred: scores(3) },
  'one-hot targets of one class': { yTrue: rows(() => [0, 1, 0]), yPred: scores(3) },
  'answers that are class numbers': {
    yTrue: rows(() => [1]),
    yPred: rows((i) => [i % 2]),
    only: /IoU$|Accuracy$/,
  },
};

const { accuracyFor: _, IoU, MeanIoU, ...others } = metrics;
const factories: Readonly<Record<string, () => Metric>> = {
  ...others,
  IoU: () => IoU({ numClasses: 2, targetClassIds: [0, 1] }),
  MeanIoU: () => MeanIoU({ numClasses: 2 }),
  'MeanIoU of scores': () => MeanIoU({ numClasses: 3, sparseYPred: false }),
  'AUC for PR': () => metrics.AUC({ curve: 'PR' }),
  'AUC for PRGAIN': () => metrics.AUC({ curve: 'PRGAIN' }),
  'R2Score by variance': () => metrics.R2Score({ numRegressors: 2 }),
};

/** Sums, which grow with the weights. */
const SUMS = /^(Sum|(True|False)(Positives|Negatives))$/;
/** Those of these that can be anything. */
const SIGNED = /^(Sum|Mean|Poisson|KLDivergence)$/;

function takes(metric: Metric, { yTrue, yPred, only }: Data): boolean {
  if (only !== undefined && !only.test(metric.kind)) return false;
  const given = { values: Float32Array.from(yTrue.flat()), shape: [yTrue[0].length], size: ROWS };
  try {
    metric.checkTargets?.(given, [yPred[0].length]);
    return true;
  } catch {
    return false;
  }
}

function measured(metric: Metric, batch: MeasuredRows, onTensors: boolean): readonly number[] {
  if (!onTensors && metric.measureRows) return metric.measureRows(batch);
  return tf.tidy(() => {
    const tensor = (values: ArrayLike<number>, shape: readonly number[]) =>
      tf.tensor(Float32Array.from(values), [batch.rows, ...shape]);
    const w = batch.sampleWeight && tensor(batch.sampleWeight, []);
    const y = tensor(batch.yTrue, batch.target);
    return [...metric.measure(y, tensor(batch.yPred, batch.output), w).dataSync()];
  });
}

function resultOf(
  metric: Metric,
  { yTrue, yPred }: Data,
  cut: readonly number[],
  weight: number | null,
  onTensors = true,
): number {
  let start = 0;
  const batches = cut.map((size) => {
    const [from, to] = [start, start + size];
    start = to;
    const batch = {
      rows: size,
      yTrue: Float32Array.from(yTrue.slice(from, to).flat()),
      yPred: Float32Array.from(yPred.slice(from, to).flat()),
      target: [yTrue[0].length],
      output: [yPred[0].length],
      sampleWeight: weight === null ? null : new Float32Array(size).fill(weight),
    };
    return measured(metric, batch, onTensors);
  });
  return metric.result(batches.reduce((total, batch) => metric.combine(total, batch)));
}

const titled = Object.entries(factories).flatMap(([name, factory]) =>
  Object.entries(DATA)
    .filter(([, data]) => takes(factory(), data))
    .map(([what, data]) => [name, what, factory(), data] as const),
);

describe.each(titled)('%s of %s', (name, _what, metric, data) => {
  const whole = resultOf(metric, data, [ROWS], null);

  it('is a number that it can be', () => {
    for (const weight of WEIGHTS) {
      for (const cut of CUTS) {
        const result = resultOf(metric, data, cut, weight);
        expect(Number.isFinite(result)).toBe(true);
        if (metric.direction === 'up') expect(result).toBeLessThanOrEqual(1 + ROUNDING);
        if (metric.kind === 'CosineSimilarity')
          expect(result).toBeGreaterThanOrEqual(-1 - ROUNDING);
        else if (metric.kind === 'R2Score') expect(name === 'R2Score' ? result : 0).toBe(0);
        else if (!SIGNED.test(name)) expect(result).toBeGreaterThanOrEqual(-ROUNDING);
      }
    }
  });

  it('does not depend on how examples are cut into batches, nor on who counts', () => {
    for (const weight of WEIGHTS) {
      const once = resultOf(metric, data, [ROWS], weight);
      for (const cut of CUTS) {
        expectClose([resultOf(metric, data, cut, weight)], [once], FLOAT32);
        expectClose([resultOf(metric, data, cut, weight, false)], [once], FLOAT32);
      }
    }
  });

  it('is the same when all weights are a tenth; a sum is a tenth', () => {
    for (const cut of CUTS) {
      const tenth = resultOf(metric, data, cut, 0.1);
      expectClose([tenth], [SUMS.test(name) ? whole / 10 : whole], FLOAT32);
    }
  });
});

describe('R2Score', () => {
  /** How small the spread of targets is beside their size: in squares about 0 nothing is left of it. */
  it.each([1, 100, 1e4, 1e6])('sees a spread of 1 around %d', (size) => {
    const yTrue = rows((i) => [size + (i % 4) / 4]);
    const yPred = rows((i) => [size + (i % 3) / 4]);
    const mean = yTrue.reduce((sum, [y]) => sum + y, 0) / ROWS;
    const residual = yTrue.reduce((sum, [y], i) => sum + (y - yPred[i][0]) ** 2, 0);
    const variance = yTrue.reduce((sum, [y]) => sum + (y - mean) ** 2, 0);
    for (const cut of CUTS) {
      const score = resultOf(metrics.R2Score(), { yTrue, yPred }, cut, null);
      expectClose([score], [1 - residual / variance], { relative: 1e-6 });
    }
  });

  it('looks past examples that do not count', () => {
    const [y, p] = [tf.tensor2d([[9e9], [0.1], [0.1], [0.1]]), tf.tensor2d([[1], [2], [3], [4]])];
    const metric = metrics.R2Score();
    const of = (weights: number[]) => [...metric.measure(y, p, tf.tensor1d(weights)).dataSync()];
    expect(metric.result(of([0, 1, 1, 1]))).toBe(0);
    expect(metric.result(metric.combine(of([0, 0, 0, 0]), of([0, 1, 1, 1])))).toBe(0);
    expect(metric.result(metric.combine(of([0, 1, 1, 1]), of([0, 0, 0, 0])))).toBe(0);
  });
});

describe('A metric that keeps as many numbers as its options say', () => {
  const large = [2 ** 16, 1e9];
  /** With all that each needs to be given, so that the one option can be put in. */
  const makers: readonly (readonly [string, (options: object) => Metric])[] = [
    ...Object.entries(others),
    ['IoU', (options) => IoU({ numClasses: 2, targetClassIds: [1], ...options })],
    ['MeanIoU', (options) => MeanIoU({ numClasses: 2, ...options })],
    ['AUC', (options) => metrics.AUC({ multiLabel: true, ...options })],
  ];
  const cases = makers.flatMap(([name, make]) =>
    Object.keys(make({}).options ?? {}).flatMap((option) =>
      large.map((number) => [name, option, number, make] as const),
    ),
  );

  it('is declared: there are options to ask for', () => {
    expect(cases.length).toBeGreaterThan(100);
  });

  it.each(cases)('%s with %s of %d is refused, or small', (_name, option, number, make) => {
    const made = () => {
      try {
        return make({ [option]: number });
      } catch (error) {
        expect((error as Error).name).toBe('OptionError');
        return null;
      }
    };
    const metric = made();
    const data = DATA['one-hot targets of one class'];
    if (metric === null || !takes(metric, data)) return;
    expect(Number.isNaN(resultOf(metric, data, [ROWS], null))).toBe(false);
  });

  it('says how many they would be', () => {
    expect(() => MeanIoU({ numClasses: 1e9 })).toThrow(
      'MeanIoU: a matrix of 1000000000 by 1000000000 classes has 1000000000000000000 numbers, but a metric keeps at most 16777216.',
    );
    expect(() => metrics.AUC({ numThresholds: 1e8 })).toThrow(
      'AUC: counting at 100000000 thresholds for 1 curve has 200000002 numbers, but a metric keeps at most 16777216.',
    );
    const perLabel = metrics.AUC({ numThresholds: 1e6, multiLabel: true });
    const targets = { values: new Float32Array(100), shape: [100], size: 1 };
    expect(() => perLabel.checkTargets?.(targets, [100])).toThrow(
      'AUC: counting at 1000000 thresholds for 100 curves has 200000200 numbers',
    );
    expect(() => MeanIoU({ numClasses: 4096 })).not.toThrow();
  });
});
