import type { Explanation } from 'tsuno/lab';
import { explanationStatements, showNumber } from 'tsuno/lab/words';
import type { Drawing } from './drawing.ts';
import { color } from './palette.ts';
import { makePicture, type Picture, panelStyle } from './picture.ts';

/** The numbers of a step from top to bottom, their sizes as bars on one logarithmic scale. */
export function explanationPictures(
  { Plot, document }: Drawing,
  explanation: Explanation,
): readonly Picture[] {
  const { lines, optimizer, parameter, step, learningRate } = explanation;
  const sizes = lines.map(({ value }) => Math.abs(value)).filter((size) => size > 0);
  const least = Math.min(...sizes, learningRate) / 3;
  const most = Math.max(...sizes, learningRate);
  return [
    makePicture({
      name: 'step',
      title: `Step ${step} of ${optimizer} for ${parameter}`,
      subtitle:
        'The numbers in the order in which they are made; bars show their sizes on one logarithmic scale, orange for negative ones.',
      description: explanationStatements(explanation).join(' '),
      panels: 1,
      panel(width) {
        const rows = lines.map((line) => ({
          row: line.symbol,
          x2: Math.max(least, Math.abs(line.value)),
          fill: color(line.value < 0 ? 'vermilion' : 'blue'),
          text: showNumber(line.value),
        }));
        return Plot.plot({
          document,
          width,
          height: rows.length * 30 + 40,
          marginLeft: 44,
          marginRight: 80,
          marginTop: 4,
          marginBottom: 32,
          style: panelStyle(13),
          x: {
            type: 'log',
            domain: [least, most],
            label: null,
            ticks: powersOfTen(least, most, Math.floor(width / 70)),
            tickFormat: (value: number) => showNumber(value),
          },
          y: {
            type: 'band',
            domain: rows.map(({ row }) => row),
            label: null,
            tickSize: 0,
            padding: 0.3,
          },
          marks: [
            Plot.barX(rows, { x1: least, x2: 'x2', y: 'row', fill: (d) => d.fill }),
            Plot.text(rows, {
              x: 'x2',
              y: 'row',
              text: 'text',
              dx: 6,
              textAnchor: 'start',
              fill: color('ink'),
            }),
          ],
        }) as SVGSVGElement;
      },
    }),
  ];
}

/** The powers of ten between two numbers, every so many that at most `count` remain. */
function powersOfTen(least: number, most: number, count: number): number[] {
  const first = Math.ceil(Math.log10(least));
  const last = Math.floor(Math.log10(most));
  const each = Math.max(1, Math.ceil((last - first + 1) / count));
  return Array.from(
    { length: Math.floor((last - first) / each) + 1 },
    (_, i) => 10 ** (first + i * each),
  );
}
