import { type Result, requireResult } from './result.ts';
import { rawTable } from './tables.ts';

/**
 * A result as JSON: all of its numbers.
 *
 * @throws OptionError for something that is no result, and for half of one.
 */
export function toJson(result: Result): string {
  requireResult('toJson', result);
  return `${JSON.stringify(result, null, 1)}\n`;
}

/**
 * The raw numbers of a result as CSV (RFC 4180, with a row of names): for runs a row for each epoch, for a probe one for
 * each parameter and step, for paths one for each point. What is not known is empty.
 *
 * @throws OptionError for something that is no result, and for half of one.
 */
export function toCsv(result: Result): string {
  requireResult('toCsv', result);
  const { columns, rows } = rawTable(result);
  return [columns, ...rows]
    .map((row) => row.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
