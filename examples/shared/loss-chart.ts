import { plot } from 'asciichart';

const HEIGHT = 12;
const COLUMNS_PER_EPOCH = 6;

/** Curves on one scale from 0 to `max` (what lies above is cut), each with its name behind its end. */
export function lossChart(
  curves: Readonly<Record<string, readonly number[]>>,
  max: number,
): string {
  const names = Object.keys(curves);
  const cut = Object.values(curves).map((curve) => curve.map((value) => Math.min(value, max)));
  const wide = cut.map((curve) => curve.flatMap((value) => Array(COLUMNS_PER_EPOCH).fill(value)));
  const lines = plot(wide, { height: HEIGHT, min: 0, max }).split('\n');
  return lines
    .map((line, row) => {
      const ending = names.filter((_, i) => rowOf(cut[i][cut[i].length - 1], max) === row);
      return `${line.trimEnd().padEnd(12 + COLUMNS_PER_EPOCH * cut[0].length)} ${ending.join(', ')}`.trimEnd();
    })
    .join('\n');
}

/** asciichart puts the value on this line, counted from the top. */
function rowOf(value: number, max: number): number {
  return HEIGHT - Math.round((value * HEIGHT) / max);
}
