import type { Parity } from './parity.ts';

export interface ParitySection {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Parity[];
}

const INTRODUCTION = `# Held against Keras

How far Tsuno's numbers are from those of Keras 3.15 on JAX, at most, on the engine that \`fit\` chooses by itself and on
the tfjs engine. Made by \`npm run parity\` from the golden files in
[packages/testing/goldens](../packages/testing/goldens), which two Python programs beside them make with real Keras and
real PyTorch. Both compute in float32, whose own precision is 6·10⁻⁸; tests hold every case to its limit.
`;

/** `docs/parity.md`. */
export function parityPage(sections: readonly ParitySection[]): string {
  const tables = sections.map(({ title, about, rows }) => {
    const lines = rows.map(
      ({ kind, cases, compiled, tfjs }) =>
        `| ${kind} | ${cases} | ${show(compiled)} | ${show(tfjs)} |`,
    );
    return `## ${title}\n\n${about}\n\n| | cases | compiled | tfjs |\n| --- | ---: | ---: | ---: |\n${lines.join('\n')}\n`;
  });
  return `${INTRODUCTION}\n${tables.join('\n')}`;
}

/** Two digits are all that such a number says. */
function show(deviation: number | null): string {
  if (deviation === null) return '–';
  return deviation === 0 ? '0' : deviation.toExponential(0).replace('e-', 'e−');
}
