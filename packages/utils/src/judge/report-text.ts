import type { ClassificationReport, ClassScores } from './report.ts';

const HEADS = ['precision', 'recall', 'f1-score', 'support'];
const CELL = 9;

/** The layout of scikit-learn's report, space by space. */
export function reportText(
  { classes, accuracy, macroAverage, weightedAverage }: Omit<ClassificationReport, 'toString'>,
  digits: number,
): string {
  const width = Math.max('weighted avg'.length, digits, ...classes.map(({ name }) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    `${name.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(CELL)}`).join('')}\n`;
  const scores = (name: string, { precision, recall, f1Score, support }: ClassScores) =>
    line(name, [
      ...[precision, recall, f1Score].map((score) => fixed(score, digits)),
      `${support}`,
    ]);
  return [
    line('', HEADS),
    '\n',
    ...classes.map((each) => scores(each.name, each)),
    '\n',
    line('accuracy', ['', '', fixed(accuracy, digits), `${macroAverage.support}`]),
    scores('macro avg', macroAverage),
    scores('weighted avg', weightedAverage),
  ].join('');
}

/** As Python writes it: what lies exactly between two numbers goes to the even one, where `toFixed` takes the larger. */
function fixed(value: number, digits: number): string {
  const isHalf = Number.isInteger(value * 2 ** (digits + 1)) && (value * 10 ** digits) % 1 === 0.5;
  if (!isHalf) return value.toFixed(digits);
  const below = Math.floor(value * 10 ** digits);
  return ((below % 2 === 0 ? below : below + 1) / 10 ** digits).toFixed(digits);
}
