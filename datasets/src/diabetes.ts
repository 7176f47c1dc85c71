import { refuseUnknownOptions, requireBoolean, requireNamedOptions } from 'tsuno/core';
import { readTable, type TableSet } from './tables/load-table.ts';

export interface DiabetesOptions {
  /** As scikit-learn gives them: each feature with mean 0 and a sum of squares of 1. False gives what was measured. */
  readonly scaled?: boolean;
}

/**
 * How diabetes went on in a year: 442 patients with ten features (age, sex, body mass index, blood pressure, six of the blood)
 * and a number, from 25 to 346, for the progression. For regression.
 *
 * @example
 * import { diabetes } from '@tsuno/datasets';
 *
 * const { x, y } = await diabetes.load({ scaled: false });
 * console.assert(x.shape.join() === '442,10');
 * console.assert(x.dataSync()[0] === 59 && y.dataSync()[0] === 151);
 */
export const diabetes = Object.freeze({ load });

/** @throws OptionError for an option that is unknown or of the wrong kind. */
async function load(options: DiabetesOptions = {}): Promise<TableSet> {
  const who = 'diabetes.load';
  requireNamedOptions(who, [options]);
  const { scaled = true, ...unknown } = options;
  refuseUnknownOptions(who, unknown, ['scaled']);
  requireBoolean(who, { scaled });
  return readTable({
    featureNames: ['age', 'sex', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6'],
    classNames: [],
    targetName: 'progression',
    about:
      '442 patients with diabetes: age, sex, body mass index, blood pressure, six measures of the blood, and how far the disease had come a year later.',
    source:
      'B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, "Least Angle Regression", Annals of Statistics 32 (2004); https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html',
    licence:
      'the authors name none; the copy is that of scikit-learn, which is under the BSD 3-clause licence',
    rows: () => import('./tables/diabetes.gen.ts'),
    prepare: scaled ? withUnitLength : undefined,
  });
}

/** Mean 0 and Σx² = 1. */
function withUnitLength(column: Float64Array): Float64Array {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const length = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return column.map((value) => (value - mean) / length);
}
