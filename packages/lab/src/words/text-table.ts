import { showNumber } from '../compare/measure.ts';
import type { ResultTable } from './result.ts';

/** A table in columns: words to the left, numbers to the right. */
export function renderTable({ columns, rows }: ResultTable): string {
  const shown = rows.map((row) => row.map(showCell));
  const isNumber = columns.map((_, i) => rows.every((row) => typeof row[i] !== 'string'));
  const widths = columns.map((name, i) =>
    Math.max(lengthOf(name), ...shown.map((row) => lengthOf(row[i]))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const space = ' '.repeat(widths[i] - lengthOf(cell));
        return isNumber[i] ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [line(columns), line(widths.map((width) => '─'.repeat(width))), ...shown.map(line)].join(
    '\n',
  );
}

/** A value as a reader wants it: three digits, a dash for what is not known. */
export function showCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'number' ? showNumber(value) : value;
}

/** Without the marks that stand above letters. */
function lengthOf(text: string): number {
  return text.replace(/\p{M}/gu, '').length;
}
