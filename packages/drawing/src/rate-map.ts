import type { Sweep } from 'tsuno/lab';
import { isFarBehind, showNumber } from 'tsuno/lab/words';
import type { Drawing } from './drawing.ts';
import { cellColors, color } from './palette.ts';
import { panelStyle } from './picture.ts';

/**
 * A row for each optimizer, a column for each rate, in each cell what was reached. The working window is framed, the
 * rate that an optimizer comes with has a triangle, a cross means that a run diverged.
 */
export function rateMap({ Plot, document }: Drawing, sweep: Sweep, width: number): SVGSVGElement {
  const { measure } = sweep.setting;
  const { standings, windows } = sweep;
  const rates = [...new Set(standings.map(({ learningRate }) => learningRate))].sort(
    (a, b) => a - b,
  );
  const finals = standings.flatMap(({ final, diverged }) =>
    final === null || diverged > 0 ? [] : [final.mean],
  );
  const [worst, best] = measure.isHigherBetter
    ? [Math.min(...finals), Math.max(...finals)]
    : [Math.max(...finals), Math.min(...finals)];
  const share = (value: number) => (best === worst ? 1 : (value - worst) / (best - worst));
  const cells = standings.map(({ optimizer, learningRate, final, diverged }) => {
    const value = final === null || diverged > 0 ? null : final.mean;
    const colors = value === null ? null : cellColors(share(value));
    return {
      optimizer,
      rate: learningRate,
      fill: colors?.fill ?? 'none',
      ink: colors?.ink ?? color('vermilion'),
      text:
        value === null
          ? '✗'
          : measure.isHigherBetter
            ? (100 * value).toFixed(width < 500 ? 0 : 1)
            : showNumber(value),
      isDefault: windows.some(
        (each) => each.optimizer === optimizer && each.defaultRate === learningRate,
      ),
    };
  });
  const longest = Math.max(...windows.map(({ optimizer }) => optimizer.length));
  const rowHeight = 40;
  const common = { x: 'rate', y: 'optimizer' } as const;
  const svg = Plot.plot({
    document,
    width,
    height: rowHeight * windows.length + 30,
    marginTop: 26,
    marginBottom: 4,
    marginLeft: Math.ceil(longest * 6.9) + 12,
    marginRight: 2,
    style: panelStyle(width < 500 ? 11 : 13),
    x: {
      type: 'band',
      domain: rates,
      axis: 'top',
      label: null,
      tickFormat: width < 500 ? showShortRate : showRate,
      tickSize: 0,
      paddingInner: 0.06,
      paddingOuter: 0,
    },
    y: {
      type: 'band',
      domain: windows.map(({ optimizer }) => optimizer),
      label: null,
      tickSize: 0,
      paddingInner: 0.18,
      paddingOuter: 0.05,
    },
    marks: [
      Plot.cell(cells, {
        ...common,
        fill: (d) => d.fill,
        stroke: color('faint'),
        strokeWidth: 0.5,
      }),
      Plot.text(cells, {
        ...common,
        text: 'text',
        fill: (d) => d.ink,
        dy: 3,
        fontVariant: 'tabular-nums',
      }),
      Plot.text(
        cells.filter(({ isDefault }) => isDefault),
        { ...common, text: () => '▼', fill: (d) => d.ink, dy: -11, fontSize: 8 },
      ),
    ],
  }) as SVGSVGElement;
  frameWindows(document, svg, sweep);
  return svg;
}

/** A frame around the cells of each window, over what Plot has placed; dashed where even the best is far behind. */
function frameWindows(document: Document, svg: SVGSVGElement, sweep: Sweep): void {
  const scales = svg as unknown as {
    scale(name: 'x' | 'y'): { apply(value: unknown): number; bandwidth: number };
  };
  const [x, y] = [scales.scale('x'), scales.scale('y')];
  for (const window of sweep.windows) {
    if (window.from === null || window.to === null) continue;
    const left = x.apply(window.from);
    const attributes = {
      x: left - 1,
      y: y.apply(window.optimizer) - 1,
      width: x.apply(window.to) + x.bandwidth - left + 2,
      height: y.bandwidth + 2,
      rx: 3,
      fill: 'none',
      stroke: color('ink'),
      'stroke-width': isFarBehind(sweep, window) ? 1.4 : 2.6,
      'stroke-dasharray': isFarBehind(sweep, window) ? '5,4' : 'none',
    };
    const frame = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, String(value));
    svg.appendChild(frame);
  }
}

/** `0.001`, and powers of ten as such where they are shorter: `1e-5`. */
export function showRate(rate: number): string {
  return rate < 0.001 ? rate.toExponential() : showNumber(rate);
}

/** The shorter of the two ways to write it. */
function showShortRate(rate: number): string {
  const [plain, power] = [showNumber(rate), rate.toExponential()];
  return plain.length <= power.length ? plain : power;
}
