import type { Recording } from 'tsuno/lab';
import { probeStatements, showNumber } from 'tsuno/lab/words';
import type { Drawing } from './drawing.ts';
import { type Line, linePanel } from './line-panel.ts';
import { cellColors, rampColors } from './palette.ts';
import { makePicture, type Picture, panelStyle } from './picture.ts';

/** The rates of the parameters' own over the steps, and below them how much the gradients agree. */
export function probePictures(drawing: Drawing, recording: Recording): readonly Picture[] {
  const rates = rateLines(recording);
  const agreements = agreementRows(recording);
  const description = probeStatements(recording).join(' ');
  const pictures: Picture[] = [];
  if (rates.length > 0) {
    pictures.push(
      makePicture({
        name: 'own-rates',
        title: `${recording.optimizer}: every ${recording.parameters.length > 0 ? 'parameter' : 'weight'} has a learning rate of its own`,
        subtitle: `α_j = ${recording.formula}, α = ${showNumber(recording.learningRate)}.${recording.parameters.length > 0 ? '' : ` Lines are medians; shaded is where the middle ${Math.round(100 * (recording.quantiles[recording.quantiles.length - 1] - recording.quantiles[0]))}\u00a0% of the numbers lie.`}`,
        description,
        panels: 1,
        panel: (width) =>
          linePanel(drawing, {
            lines: rates,
            width,
            height: 360,
            xLabel: 'step',
            yLabel: 'α_j',
            yType: 'log',
            xDomain: domainOf(recording.steps),
            yFormat: (value) => (isPower(value) ? showNumber(value) : ''),
          }),
      }),
    );
  }
  if (agreements.length > 0) {
    pictures.push(
      makePicture({
        name: 'agreement',
        title: 'Which parameters keep moving the same way, and which oscillate',
        subtitle:
          '|m̂|/√v̂ at each step: dark is near 1, all gradients of one sign; pale is near 0, gradients that cancel.',
        description,
        panels: 1,
        panel: (width) => agreementMap(drawing, recording, agreements, width),
      }),
    );
  }
  return pictures;
}

function rateLines({ parameters, weights, quantiles, steps }: Recording): readonly Line[] {
  const colors = rampColors(Math.max(parameters.length, weights.length));
  if (parameters.length > 0) {
    return parameters.flatMap(({ label, rate }, i) => {
      const points = rate.flatMap((y, at) => (y === null || y <= 0 ? [] : [{ x: steps[at], y }]));
      return points.length === 0 ? [] : [{ label, color: colors[i], points }];
    });
  }
  const middle = Math.floor(quantiles.length / 2);
  return weights.flatMap(({ label, rate }, i) => {
    const points = rate.flatMap((each, at) =>
      each === null
        ? []
        : [{ x: steps[at], y: each[middle], low: each[0], high: each[each.length - 1] }],
    );
    return points.length === 0 ? [] : [{ label, color: colors[i], points }];
  });
}

/** For each parameter or weight its agreement at each step. */
function agreementRows({ parameters, weights, quantiles }: Recording) {
  const middle = Math.floor(quantiles.length / 2);
  const rows =
    parameters.length > 0
      ? parameters.map(({ label, agreement }) => ({ label, values: agreement }))
      : weights.map(({ label, agreement }) => ({
          label,
          values: agreement.map((each) => each?.[middle] ?? null),
        }));
  return rows.filter(({ values }) => values.some((value) => value !== null));
}

/** At most so many columns: neighbouring steps are averaged. */
const MOST_COLUMNS = 60;

function agreementMap(
  { Plot, document }: Drawing,
  { steps }: Recording,
  rows: readonly { readonly label: string; readonly values: readonly (number | null)[] }[],
  width: number,
): SVGSVGElement {
  const each = Math.ceil(steps.length / MOST_COLUMNS);
  const columns = Math.ceil(steps.length / each);
  const cells = rows.flatMap(({ label, values }) =>
    Array.from({ length: columns }, (_, column) => {
      const some = values.slice(column * each, (column + 1) * each).filter((v) => v !== null);
      const mean = some.reduce((sum, value) => sum + value, 0) / Math.max(1, some.length);
      return {
        label,
        x1: steps[column * each],
        x2: steps[(column + 1) * each] ?? steps[steps.length - 1] + 1,
        fill: cellColors(mean).fill,
      };
    }),
  );
  const longest = Math.max(...rows.map(({ label }) => label.length));
  return Plot.plot({
    document,
    width,
    height: rows.length * 22 + 40,
    marginLeft: Math.ceil(longest * 6.9) + 12,
    marginTop: 2,
    marginBottom: 36,
    marginRight: 10,
    style: panelStyle(12),
    x: {
      type: 'linear',
      domain: [steps[0], steps[steps.length - 1] + 1],
      label: 'step',
      labelArrow: 'none',
      ticks: Math.floor(width / 80),
    },
    y: {
      type: 'band',
      domain: rows.map(({ label }) => label),
      label: null,
      tickSize: 0,
      paddingInner: 0.14,
    },
    marks: [
      Plot.barX(cells, {
        x1: 'x1',
        x2: 'x2',
        y: 'label',
        fill: 'fill',
        inset: 0,
        insetLeft: 0,
        insetRight: -0.4,
      }),
    ],
  }) as SVGSVGElement;
}

function domainOf(steps: readonly number[]): readonly [number, number] {
  const [first, last] = [steps[0] ?? 0, steps[steps.length - 1] ?? 1];
  return first === last ? [first, first + 1] : [first, last];
}

function isPower(value: number): boolean {
  return Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
}
