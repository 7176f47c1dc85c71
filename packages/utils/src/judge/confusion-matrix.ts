import { declareOptions, type OptionsOf, option, type Shown } from '@tsuno/core';
import { readOptions } from '../read-options.ts';
import { JUDGE_OPTIONS } from './judge-options.ts';
import { judgedLabels, type Labels } from './labels.ts';
import { matrixText } from './matrix-text.ts';

const declared = declareOptions('confusionMatrix', {
  ...JUDGE_OPTIONS,
  /** Shares in place of counts: of each row (`'true'`), of each column (`'pred'`), or of everything (`'all'`). */
  normalize: option.orNull(option.oneOf(['true', 'pred', 'all'])),
});

export interface ConfusionMatrixOptions extends OptionsOf<typeof declared>, Shown {}

/** Which classes were taken for which. */
export interface ConfusionMatrix {
  /** `values[i][j]`: how many examples of class i were taken for class j, or their share. */
  readonly values: readonly (readonly number[])[];
  /** The names of the classes. */
  readonly classNames: readonly string[];
  /** The share of examples that were told right. */
  readonly accuracy: number;
  /** A table that fits 80 columns: a row for each true class, a column for each predicted one. */
  toString(): string;
}

/**
 * Counts which classes were taken for which. Predictions are what `predict` gives (probabilities or logits, one row of
 * scores or a single one for each example), or labels; `String(matrix)` is a table.
 *
 * @param yTrue class numbers, their names, or one-hot rows.
 * @throws LabelError for what is no class; ShapeError for different lengths; OptionError for single scores outside [0, 1]
 *   that are not said to be logits.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.confusion_matrix.html
 * @example
 * import { utils } from 'tsuno';
 *
 * const matrix = utils.confusionMatrix([0, 1, 1], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], {
 *   classNames: ['cat', 'dog'],
 * });
 * console.assert(matrix.values.join(' ') === '1,0 1,1');
 * console.log(String(matrix));
 */
export function confusionMatrix(
  yTrue: Labels,
  yPred: Labels,
  options: ConfusionMatrixOptions = {},
): ConfusionMatrix {
  const who = 'confusionMatrix';
  const config = readOptions(declared, options, "{ normalize: 'true' }");
  const { truth, predicted, names } = judgedLabels(yTrue, yPred, { who, ...config });
  const counts = countPairs(truth, predicted, names.length);
  const right = counts.reduce((sum, row, label) => sum + row[label], 0);
  const values = Object.freeze(normalized(counts, config.normalize).map(Object.freeze));
  return Object.freeze({
    values: values as readonly (readonly number[])[],
    classNames: Object.freeze(names),
    accuracy: right / truth.length,
    toString: () => matrixText(names, values as readonly (readonly number[])[], config.normalize),
  });
}

/** How many examples there are of each pair of a true and a predicted class. */
export function countPairs(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  const counts = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  for (let i = 0; i < truth.length; i++) counts[truth[i]][predicted[i]] += 1;
  return counts;
}

/** A row or column without examples stays at zero. */
function normalized(
  counts: readonly (readonly number[])[],
  by: 'true' | 'pred' | 'all' | null,
): number[][] {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const columns = counts.map((_, column) => sum(counts.map((row) => row[column])));
  const all = sum(columns);
  return counts.map((row) => {
    const own = sum(row);
    const whole = { true: () => own, pred: (column: number) => columns[column], all: () => all };
    return row.map((count, column) => (by === null ? count : count / (whole[by](column) || 1)));
  });
}
