import { DataError } from '@tsuno/core';
import { loadPapaparse } from '../library/papaparse.ts';

/** A row of a file: its fields, and the line that it begins on, counted from 1. */
export interface CsvRow {
  readonly fields: readonly string[];
  readonly line: number;
}

export interface CsvDialect {
  /** What separates the fields; null to find it in the first line. */
  readonly delimiter: string | null;
  /** Lines before the header that are no data. */
  readonly skipLines: number;
  /** What lines that are no data begin with. */
  readonly comment: string | null;
}

/** Text that is parsed at a time. */
const PIECE = 2 ** 20;

/** A field longer than this is one whose quote never ends. */
const LONGEST_ROW = 2 ** 24;

const DELIMITERS = [',', ';', '\t', '|'];

/**
 * The rows of a text that comes in pieces, many at a time; lines without anything in them are left out.
 *
 * @throws DataError for quotes that are wrong, with the line.
 */
export async function* csvRows(
  who: string,
  name: string,
  pieces: AsyncIterable<string>,
  { delimiter: given, skipLines, comment }: CsvDialect,
): AsyncGenerator<readonly CsvRow[], void> {
  const papa = await loadPapaparse();
  let delimiter = given;
  let line = 1;
  /** The rows of a text that begins with a row; `isEnd` says whether its last row is whole. Gives what is left over. */
  const parse = (text: string, isEnd: boolean): { rows: CsvRow[]; rest: string } => {
    delimiter ??= delimiterOf(text, comment);
    const { data, errors } = papa.parse(text, { delimiter, newline: '\n', quoteChar: '"' });
    const wrong = errors.find(({ row = 0, code }) => /Quotes/.test(code) && row < data.length - 1);
    const last = errors.find(({ row = 0, code }) => /Quotes/.test(code) && row >= data.length - 1);
    const rows: CsvRow[] = [];
    const whole = isEnd ? data.length : data.length - 1;
    for (let index = 0; index < whole; index++) {
      const fields = data[index];
      const isWrong = index === wrong?.row || (last !== undefined && index === data.length - 1);
      if (isWrong) throw badQuotes(who, name, line, (wrong ?? last)?.code ?? '');
      const isComment = comment !== null && fields[0].startsWith(comment);
      const isBlank = fields.length === 1 && fields[0].trim() === '';
      if (!isComment && !isBlank) rows.push({ fields, line });
      line += 1 + lineEndsIn(fields);
    }
    return { rows, rest: isEnd ? '' : lastLines(text, 1 + lineEndsIn(data.at(-1) ?? [])) };
  };

  let held = '';
  let toSkip = skipLines;
  for await (const piece of pieces) {
    held += piece;
    for (; toSkip > 0 && held.includes('\n'); toSkip--, line++) {
      held = held.slice(held.indexOf('\n') + 1);
    }
    if (toSkip > 0 || held.length < PIECE) continue;
    const { rows, rest } = parse(held, false);
    if (rest.length > LONGEST_ROW) throw badQuotes(who, name, line, 'MissingQuotes');
    held = rest;
    if (rows.length > 0) yield rows;
  }
  if (toSkip === 0 && held !== '') yield parse(held, true).rows;
}

/** How often a line ends within the fields of a row. */
function lineEndsIn(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) {
    for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}

/** The text behind the `count`th line end from behind: the last row, which goes over so many lines. */
function lastLines(text: string, count: number): string {
  let at = text.length;
  for (let left = count; left > 0 && at >= 0; left--) at = text.lastIndexOf('\n', at - 1);
  return text.slice(at + 1);
}

/** The one of the usual delimiters that the first line holds most of, outside of quotes. */
function delimiterOf(text: string, comment: string | null): string {
  const lines = text.split('\n', 1_000);
  const isData = (line: string) => line.trim() !== '' && !(comment && line.startsWith(comment));
  const header = (lines.find(isData) ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

function badQuotes(who: string, name: string, line: number, code: string): DataError {
  const what =
    code === 'MissingQuotes'
      ? 'a field begins with a quote that never ends'
      : 'a field in quotes is followed by something else than a delimiter';
  return new DataError(
    `${who}: line ${line} of ${name}: ${what}. A quote inside of a field in quotes is written twice: "5"" pipe".`,
  );
}
