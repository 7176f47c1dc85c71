import type { Parity } from './parity.ts';

export interface ParityTable {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Parity[];
}

const INTRODUCTION = `# Held against Keras

How far Tsuno's numbers are from those of Keras 3.15 on JAX, at most, on the engine that \`fit\` chooses by itself and on
the tfjs engine; and, where the two differ, who is right: how far each is from what Keras computes in float64, from the
same data and start weights. Made by \`npm run parity\` from the golden files in
[packages/testing/goldens](../packages/testing/goldens), which two Python programs beside them make with real Keras and
real PyTorch. Everything but the float64 runs computes in float32, whose own precision is 6·10⁻⁸; tests hold every case
to its limit.

In no row is Tsuno farther from float64 than Keras in float32 is, but for 2.4·10⁻⁷: four roundings of a float32 are what
luck decides between two programs that compute the same, and a test holds every single case to it. Of itself Keras on
JAX cuts what most operations give to float32 even when it is told to use float64; the golden program stops that.
`;

/** `docs/parity.md`. */
export function parityPage(tables: readonly ParityTable[]): string {
  return `${INTRODUCTION}\n${tables.map(tableOf).join('\n')}`;
}

function tableOf({ title, about, rows }: ParityTable): string {
  const hasDoubles = rows.some(({ fromDoubles }) => fromDoubles.keras !== null);
  const hasAmplification = rows.some(({ amplification }) => amplification !== undefined);
  const columns = [
    'cases',
    ...['compiled', 'tfjs'].map((engine) => (hasDoubles ? `${engine} − Keras` : engine)),
    ...(hasDoubles ? ['Keras − float64', 'compiled − float64', 'tfjs − float64'] : []),
    ...(hasAmplification ? ['amplification'] : []),
  ];
  const lines = rows.map(({ kind, cases, fromKeras, fromDoubles, amplification }) => [
    kind,
    cases,
    show(fromKeras.compiled),
    show(fromKeras.tfjs),
    ...(hasDoubles ? [fromDoubles.keras, fromDoubles.compiled, fromDoubles.tfjs].map(show) : []),
    ...(hasAmplification ? [amplification?.toPrecision(1) ?? '–'] : []),
  ]);
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const table = [line(['', ...columns]), line(['---', ...columns.map(() => '---:')])];
  return `## ${title}\n\n${about}\n\n${[...table, ...lines.map(line)].join('\n')}\n`;
}

/** One digit is all that such a number says. */
function show(deviation: number | null): string {
  if (deviation === null) return '–';
  return deviation === 0 ? '0' : deviation.toExponential(0).replace('e-', 'e−');
}
