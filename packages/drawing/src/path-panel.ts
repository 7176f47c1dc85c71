import type { Path, Paths } from 'tsuno/lab';
import { courseInWords, showNumber } from 'tsuno/lab/words';
import type { Drawing } from './drawing.ts';
import { label } from './line-panel.ts';
import { color } from './palette.ts';
import { panelStyle } from './picture.ts';

/** A path on the contours of its surface, from the ring to the disc; a cross is where J is smallest. */
export function pathPanel(
  { Plot, document }: Drawing,
  { surface, start }: Paths,
  path: Path,
  stroke: string,
  width: number,
): SVGSVGElement {
  const { view, heights, labels, minimum } = surface;
  const { columns, rows, values } = heights;
  const marginLeft = 34;
  const marginBottom = 34;
  const marginTop = 58;
  const height =
    Math.round(
      Math.min(1, Math.max(0.62, (view.y[1] - view.y[0]) / (view.x[1] - view.x[0]))) *
        (width - marginLeft),
    ) +
    marginTop +
    marginBottom;
  const points = path.points.filter((point) => point.every(Number.isFinite));
  const end = points[points.length - 1];
  const isInside = (at: readonly number[]) =>
    at[0] >= view.x[0] && at[0] <= view.x[1] && at[1] >= view.y[0] && at[1] <= view.y[1];
  const svg = Plot.plot({
    document,
    width,
    height,
    marginTop,
    marginRight: 4,
    marginBottom,
    marginLeft,
    style: panelStyle(11),
    x: { domain: [...view.x], label: null, ticks: 4, tickSize: 3 },
    y: { domain: [...view.y], label: null, ticks: 4, tickSize: 3 },
    marks: [
      Plot.contour(values as number[], {
        width: columns,
        height: rows,
        // Plot takes heights for those of pixels' middles: they reach half a cell beyond the outer points.
        x1: view.x[0] - halfCell(view.x, columns),
        x2: view.x[1] + halfCell(view.x, columns),
        y1: view.y[0] - halfCell(view.y, rows),
        y2: view.y[1] + halfCell(view.y, rows),
        thresholds: levels(values),
        stroke: color('muted'),
        strokeOpacity: 0.4,
        strokeWidth: 1,
        clip: true,
      }),
      Plot.frame({ stroke: color('faint') }),
      Plot.line(points, { stroke, strokeWidth: 1.8, clip: true }),
      Plot.dot(points, { r: points.length > 100 ? 1.2 : 2, fill: stroke, clip: true }),
      ...(minimum
        ? [
            Plot.text([minimum], {
              text: () => '+',
              fill: color('ink'),
              fontSize: 17,
              fontWeight: 700,
            }),
          ]
        : []),
      ...(isInside(start)
        ? [Plot.dot([start], { r: 5, stroke: color('ink'), strokeWidth: 2, fill: color('paper') })]
        : []),
      ...(isInside(end)
        ? [Plot.dot([end], { r: 4.5, fill: stroke, stroke: color('paper'), strokeWidth: 1.5 })]
        : []),
    ],
  }) as SVGSVGElement;
  label(document, svg, path.optimizer, 2, 14, 'start', true);
  label(
    document,
    svg,
    `α = ${showNumber(path.learningRate)}: ${courseInWords(path)}`,
    2,
    31,
    'start',
  );
  label(
    document,
    svg,
    `J from ${showNumber(path.values[0])} to ${showNumber(path.end.value)}`,
    2,
    47,
    'start',
  );
  label(document, svg, labels[0], width - 4, height - 4, 'end');
  label(document, svg, labels[1], 2, marginTop + 12, 'start');
  return svg;
}

function halfCell([low, high]: readonly [number, number], count: number): number {
  return (high - low) / (count - 1) / 2;
}

/** Levels that lie closer together further down, evenly over the ranks of all heights and their square roots. */
function levels(values: readonly number[]): number[] {
  const finite = values.filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b));
  const most = finite.reduce((a, b) => Math.max(a, b));
  return Array.from({ length: 13 }, (_, i) => least + (most - least) * ((i + 1) / 14) ** 2.6);
}
