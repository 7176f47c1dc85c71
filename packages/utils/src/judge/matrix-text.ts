/** What a terminal shows in a line. */
const WIDTH = 80;

/** Names of rows are cut to this. */
const LONGEST_NAME = 24;

/**
 * A confusion matrix as a table of at most 80 columns. Columns are headed by names where these fit, else by the numbers that
 * then stand before the rows' names; and what still does not fit goes into further tables below.
 */
export function matrixText(
  names: readonly string[],
  values: readonly (readonly number[])[],
  by: 'true' | 'pred' | 'all' | null,
): string {
  const cells = values.map((row) =>
    row.map((value) => (by === null ? String(value) : value.toFixed(2))),
  );
  const short = names.map((name) => cut(oneLine(name)));
  const byName = layout(short, short, cells);
  if (byName.perTable >= names.length) return tables(byName, cells);
  const numbers = names.map((_, label) => String(label));
  const digits = String(names.length - 1).length;
  const rows = short.map((name, label) =>
    name === String(label) ? name.padStart(digits) : `${String(label).padStart(digits)} ${name}`,
  );
  return tables(layout(rows.map(cut), numbers, cells), cells);
}

interface Layout {
  readonly rows: readonly string[];
  readonly heads: readonly string[];
  readonly nameWidth: number;
  readonly cellWidth: number;
  /** How many columns fit beside each other. */
  readonly perTable: number;
}

const TRUE = 'true';
const PREDICTED = 'predicted';

function layout(
  rows: readonly string[],
  heads: readonly string[],
  cells: readonly (readonly string[])[],
): Layout {
  const nameWidth = widest([TRUE, ...rows]);
  const cellWidth = widest([...heads, ...cells.flat()]) + 2;
  const perTable = Math.max(1, Math.floor((WIDTH - nameWidth) / cellWidth));
  return { rows, heads, nameWidth, cellWidth, perTable };
}

function tables(
  { rows, heads, nameWidth, cellWidth, perTable }: Layout,
  cells: readonly (readonly string[])[],
): string {
  const starts = Array.from({ length: Math.ceil(heads.length / perTable) }, (_, i) => i * perTable);
  return starts
    .map((start) => {
      const line = (name: string, all: readonly string[]) =>
        pad(name, nameWidth, 'end') +
        all
          .slice(start, start + perTable)
          .map((cell) => pad(cell, cellWidth, 'start'))
          .join('');
      const over = `${' '.repeat(nameWidth)}  ${PREDICTED}`;
      return [over, line(TRUE, heads), ...rows.map((name, i) => line(name, cells[i]))].join('\n');
    })
    .join('\n\n');
}

const oneLine = (name: string) => name.replace(/\s+/g, ' ');

/** Letters, not UTF-16 units, are what takes room. */
const lengthOf = (text: string) => [...text].length;

const widest = (texts: readonly string[]) =>
  texts.reduce((most, text) => Math.max(most, lengthOf(text)), 0);

function cut(name: string): string {
  const letters = [...name];
  return letters.length <= LONGEST_NAME ? name : `${letters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

function pad(text: string, width: number, side: 'start' | 'end'): string {
  const room = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return side === 'start' ? room + text : text + room;
}
