import type { Drawing } from './drawing.ts';
import { color } from './palette.ts';
import { panelStyle } from './picture.ts';

/** A line with its name at its end. */
export interface Line {
  readonly label: string;
  readonly color: string;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly low?: number;
    readonly high?: number;
  }[];
  /** In the background and without a name. */
  readonly isFaint?: boolean;
  readonly hasDots?: boolean;
}

export interface LinePanelOptions {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xType?: 'linear' | 'log';
  readonly yType?: 'linear' | 'log';
  readonly yDomain?: readonly [number, number];
  readonly xDomain?: readonly [number, number];
  readonly yFormat?: (value: number) => string;
  readonly xFormat?: (value: number) => string;
  readonly xTicks?: readonly number[];
  /** A level that is to be reached. */
  readonly level?: { readonly y: number; readonly label: string } | null;
  /** Shaded from one x to another. */
  readonly band?: readonly [number, number] | null;
  /** A mark on the x axis. */
  readonly mark?: { readonly x: number; readonly label: string } | null;
  readonly heading?: string;
}

const LINE_HEIGHT = 15;
const FONT_SIZE = 12;
const LETTER = 7.6;

/** Lines over a common axis, each with its name at the right, where names are moved apart until none overlap. */
export function linePanel({ Plot, document }: Drawing, options: LinePanelOptions): SVGSVGElement {
  const { lines, width, height, xLabel, yLabel, heading } = options;
  const { xType = 'linear', yType = 'linear', level = null, band = null, mark = null } = options;
  const named = lines.filter(({ isFaint, points }) => isFaint !== true && points.length > 0);
  const points = lines.flatMap((line) => line.points);
  const yDomain =
    options.yDomain ??
    extent(
      points.flatMap(({ y, low = y, high = y }) => [low, high]),
      yType,
    );
  const xDomain =
    options.xDomain ??
    extent(
      points.map(({ x }) => x),
      xType,
    );
  const longest = Math.max(0, ...named.map(({ label }) => label.length));
  const margins = {
    marginTop: (heading === undefined ? 6 : 26) + (yLabel === '' ? 0 : 18),
    marginRight: Math.ceil(longest * LETTER) + 14,
    marginBottom: xLabel === '' ? 26 : 40,
    marginLeft: 46,
  };
  const pixel = (y: number) => {
    const at =
      yType === 'log'
        ? Math.log(y / yDomain[0]) / Math.log(yDomain[1] / yDomain[0])
        : (y - yDomain[0]) / (yDomain[1] - yDomain[0]);
    const [top, bottom] = [margins.marginTop, height - margins.marginBottom];
    return bottom - Math.min(1, Math.max(0, at)) * (bottom - top);
  };
  const ends = named.map((line) => pixel(line.points[line.points.length - 1].y));
  const placed = moveApart(ends, LINE_HEIGHT, margins.marginTop, height - margins.marginBottom);
  const svg = Plot.plot({
    document,
    width,
    height,
    ...margins,
    style: panelStyle(FONT_SIZE),
    x: {
      type: xType,
      domain: [...xDomain],
      label: null,
      // Epochs and steps are whole: no more ticks than there are of them.
      ticks: options.xTicks
        ? [...options.xTicks]
        : Math.min(tickCount(width, 70), Math.max(1, Math.floor(xDomain[1] - xDomain[0]))),
      tickFormat: options.xFormat,
    },
    y: {
      type: yType,
      domain: [...yDomain],
      label: null,
      ticks: 5,
      tickFormat: options.yFormat ?? undefined,
      grid: true,
    },
    marks: [
      ...(band
        ? [
            Plot.rect([0], {
              x1: band[0],
              x2: band[1],
              y1: yDomain[0],
              y2: yDomain[1],
              fill: color('blue'),
              fillOpacity: 0.13,
            }),
          ]
        : []),
      ...(mark ? [Plot.ruleX([mark.x], { stroke: color('ink'), strokeDasharray: '2,3' })] : []),
      ...(level ? [Plot.ruleY([level.y], { stroke: color('ink'), strokeDasharray: '5,4' })] : []),
      ...lines
        .filter(({ points }) => points.some(({ low }) => low !== undefined))
        .map((line) =>
          Plot.areaY(line.points, {
            x: 'x',
            y1: (d) => d.low ?? d.y,
            y2: (d) => d.high ?? d.y,
            fill: line.color,
            fillOpacity: 0.16,
            clip: true,
          }),
        ),
      ...lines.map((line) =>
        Plot.line(line.points, {
          x: 'x',
          y: 'y',
          stroke: line.isFaint ? color('faint') : line.color,
          strokeWidth: line.isFaint ? 1.2 : 2.2,
          clip: true,
        }),
      ),
      ...lines
        .filter(({ hasDots }) => hasDots)
        .map((line) =>
          Plot.dot(line.points, { x: 'x', y: 'y', r: 2.6, fill: line.color, clip: true }),
        ),
      Plot.ruleY([yDomain[0]], { stroke: color('muted') }),
      ...(level
        ? [
            Plot.text([level.label], {
              frameAnchor: 'left',
              x: xDomain[0],
              y: level.y,
              dx: 4,
              dy: -8,
              textAnchor: 'start',
              fill: color('ink'),
              stroke: color('paper'),
              strokeWidth: 4,
            }),
          ]
        : []),
      ...named.map((line, i) =>
        Plot.text([line.label], {
          frameAnchor: 'top-right',
          textAnchor: 'start',
          dx: 8,
          dy: placed[i] - margins.marginTop - FONT_SIZE * 0.4,
          fill: line.color,
          fontWeight: 700,
        }),
      ),
    ],
  }) as SVGSVGElement;
  label(document, svg, yLabel, 2, heading === undefined ? 12 : 32, 'start');
  label(document, svg, xLabel, width - margins.marginRight, height - 6, 'end');
  if (heading !== undefined) label(document, svg, heading, 2, 13, 'start', true);
  return svg;
}

/** A text in the panel, in pixels. */
export function label(
  document: Document,
  svg: SVGSVGElement,
  text: string,
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  isHeading = false,
): void {
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  element.setAttribute('x', String(x));
  element.setAttribute('y', String(y));
  element.setAttribute('text-anchor', anchor);
  element.setAttribute('fill', isHeading ? color('ink') : color('muted'));
  if (isHeading) {
    element.setAttribute('font-weight', '700');
    element.setAttribute('font-size', '13');
  }
  element.textContent = text;
  svg.appendChild(element);
}

export function tickCount(width: number, each: number): number {
  return Math.max(2, Math.floor(width / each));
}

/** Positions near the wanted ones, in the same order, at least `gap` apart and within the bounds. */
export function moveApart(
  wanted: readonly number[],
  gap: number,
  least: number,
  most: number,
): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const sorted = order.map((i) => Math.min(most, Math.max(least, wanted[i])));
  for (let i = 1; i < sorted.length; i++) sorted[i] = Math.max(sorted[i], sorted[i - 1] + gap);
  for (let i = sorted.length - 1, limit = most; i >= 0; i--, limit = sorted[i + 1] - gap) {
    sorted[i] = Math.min(sorted[i], limit);
  }
  const placed: number[] = [];
  order.forEach((i, at) => {
    placed[i] = sorted[at];
  });
  return placed;
}

function extent(values: readonly number[], type: 'linear' | 'log'): readonly [number, number] {
  const usable = values.filter(
    (value) => Number.isFinite(value) && (type === 'linear' || value > 0),
  );
  const least = Math.min(...usable);
  const most = Math.max(...usable);
  if (usable.length === 0) return type === 'log' ? [0.1, 1] : [0, 1];
  if (least < most) return [least, most];
  return type === 'log' ? [least / 2, most * 2] : [least - 0.5, most + 0.5];
}
