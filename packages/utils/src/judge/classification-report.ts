import { declareOptions, type OptionsOf, option, type Shown } from '@tsuno/core';
import { readOptions } from '../read-options.ts';
import { countPairs } from './confusion-matrix.ts';
import { JUDGE_OPTIONS } from './judge-options.ts';
import { judgedLabels, type Labels } from './labels.ts';
import type { ClassificationReport, ClassScores } from './report.ts';
import { reportText } from './report-text.ts';

const declared = declareOptions('classificationReport', {
  ...JUDGE_OPTIONS,
  /** Digits behind the point in the text. */
  digits: option.whole('[0, 15]', 2),
  /** What stands for 0/0: the precision of a class that was never predicted. */
  zeroDivision: option.oneOf([0, 1], 0),
});

export interface ClassificationReportOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Precision, recall and F1 of each class, with their averages, as scikit-learn's report has them; `String(report)` is its
 * text. With `classNames` all classes are in it, otherwise those that occur.
 *
 * @throws as `confusionMatrix`.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.classification_report.html
 * @example
 * import { utils } from 'tsuno';
 *
 * const report = utils.classificationReport([0, 1, 1, 1], [0, 1, 1, 0], { classNames: ['no', 'yes'] });
 * console.assert(report.classes[0].precision === 0.5 && report.classes[1].precision === 1);
 * console.log(String(report));
 */
export function classificationReport(
  yTrue: Labels,
  yPred: Labels,
  options: ClassificationReportOptions = {},
): ClassificationReport {
  const who = 'classificationReport';
  const config = readOptions(declared, options, '{ digits: 3 }');
  const { truth, predicted, names } = judgedLabels(yTrue, yPred, { who, ...config });
  const counts = countPairs(truth, predicted, names.length);
  const share = (part: number, whole: number) => (whole === 0 ? config.zeroDivision : part / whole);
  const scored = names.map((name, label) => {
    const right = counts[label][label];
    const support = sum(counts[label]);
    const taken = sum(counts.map((row) => row[label]));
    const precision = share(right, taken);
    const recall = share(right, support);
    const f1Score = share(2 * right, taken + support);
    return { scores: Object.freeze({ name, precision, recall, f1Score, support }), taken };
  });
  const isNamed = config.classNames.length > 0;
  const classes = scored
    .filter(({ scores, taken }) => isNamed || scores.support > 0 || taken > 0)
    .map(({ scores }) => scores);
  const accuracy = sum(counts.map((row, label) => row[label])) / truth.length;
  const macroAverage = average(classes, () => 1);
  const weightedAverage = average(classes, ({ support }) => support);
  const report = { classes: Object.freeze(classes), accuracy, macroAverage, weightedAverage };
  return Object.freeze({ ...report, toString: () => reportText(report, config.digits) });
}

function average(
  classes: readonly ClassScores[],
  weightOf: (scores: ClassScores) => number,
): ClassScores {
  const whole = sum(classes.map(weightOf));
  const mean = (name: 'precision' | 'recall' | 'f1Score') =>
    sum(classes.map((scores) => scores[name] * weightOf(scores))) / whole;
  return Object.freeze({
    precision: mean('precision'),
    recall: mean('recall'),
    f1Score: mean('f1Score'),
    support: sum(classes.map(({ support }) => support)),
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
