import { expectClose } from '../../../testing/src/index.ts';
import { type ClassScores, classificationReport } from '../../src/index.ts';
import { judged } from './judged.ts';

/** Sums of a few quotients in doubles, in another order than NumPy's. */
const DOUBLES = { absolute: 1e-15 };

const numbersOf = (scores: ClassScores) => [
  scores.precision,
  scores.recall,
  scores.f1Score,
  scores.support,
];

describe('classificationReport', () => {
  it.each(judged)('has scikit-learn’s text, space by space: case %i', (_case, one) => {
    const options = { classNames: one.classNames ?? [], ...one.options };
    expect(String(classificationReport(one.truth, one.predicted, options))).toBe(one.report);
  });

  it.each(judged)('has scikit-learn’s numbers: case %i', (_case, one) => {
    const options = { classNames: one.classNames ?? [], ...one.options };
    const report = classificationReport(one.truth, one.predicted, options);
    const expected = (name: string) => Object.values(one.scores[name]);
    for (const scores of report.classes) {
      expectClose(numbersOf(scores), expected(scores.name), DOUBLES);
    }
    expect(report.accuracy).toBe(one.scores.accuracy);
    expectClose(numbersOf(report.macroAverage), expected('macro avg'), DOUBLES);
    expectClose(numbersOf(report.weightedAverage), expected('weighted avg'), DOUBLES);
    expect(report.classes.length).toBe(Object.keys(one.scores).length - 3);
  });

  it('is plain data that goes into JSON', () => {
    const json = JSON.parse(JSON.stringify(classificationReport([0, 1], [0, 1])));
    expect(json.macroAverage).toEqual({ precision: 1, recall: 1, f1Score: 1, support: 2 });
    expect(json.classes[1].name).toBe('1');
  });
});
