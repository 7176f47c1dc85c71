import { counted, DataError, didYouMean, OptionError, show } from '@tsuno/core';
import {
  type ColumnSettings,
  type Missing,
  type MissingEverywhere,
  placeOf,
} from './column-options.ts';
import type { CellFormat, CsvColumn, CsvColumns } from './csv-column.ts';

/** A column of a file that is read: what is known of it before the first row. */
export interface PlannedColumn {
  readonly name: string;
  /** Where it stands in a row. */
  readonly index: number;
  readonly role: 'feature' | 'target';
  /** Null for a target whose first value will tell. */
  readonly kind: CsvColumn['kind'] | null;
  /** Null when they are to be found. */
  readonly classes: readonly string[] | null;
  readonly missing: Missing;
  readonly format: CellFormat;
}

export interface ColumnWishes {
  readonly target: string | readonly string[] | null;
  readonly features: readonly string[] | undefined;
  readonly columns: Readonly<Record<string, ColumnSettings>>;
  readonly missing: MissingEverywhere;
  readonly like: CsvColumns | undefined;
  readonly format: CellFormat;
  /** What the caller has said himself, and not left to the defaults. */
  readonly given: Partial<CellFormat> & { readonly missing?: Missing; readonly target?: unknown };
}

/**
 * Which columns of a file become features and targets, and how.
 *
 * @throws OptionError for columns that are not there, or said to be two things.
 */
export function planColumns(
  who: string,
  header: readonly string[],
  wishes: ColumnWishes,
): readonly PlannedColumn[] {
  const { features, columns, like } = wishes;
  const indexOf = (column: string) => {
    const index = header.indexOf(column);
    if (index >= 0) return index;
    const list = header.length > 20 ? `${header.slice(0, 20).join(', ')}, …` : header.join(', ');
    throw new OptionError(
      `${who}: there is no column ${show(column)}.${didYouMean(column, header)} The columns are ${list}.`,
    );
  };
  const targets = wishes.target === null ? [] : [wishes.target].flat();
  if (like !== undefined) {
    if (features !== undefined || Object.keys(columns).length > 0 || targets.length > 0) {
      throw new OptionError(
        `${who}: like says what the columns are, so leave out target, features and columns. For a file without the target, give { like, target: null }.`,
      );
    }
    return like.columns
      .filter(({ role }) => role === 'feature' || wishes.given.target === undefined)
      .map((column) => known(who, column, indexOf(column.name), wishes.given));
  }
  for (const name of [...Object.keys(columns), ...targets, ...(features ?? [])]) indexOf(name);
  const both = targets.find((name) => features?.includes(name));
  if (both !== undefined) {
    throw new OptionError(`${who}: ${show(both)} is both a feature and the target. Leave one out.`);
  }
  const isIgnored = (name: string) => columns[name]?.kind === 'ignore';
  const chosen = features ?? header.filter((name) => !targets.includes(name) && !isIgnored(name));
  const ignored = [...chosen, ...targets].find(isIgnored);
  if (ignored !== undefined) {
    throw new OptionError(`${who}: ${show(ignored)} is ignored, and used. Leave one of them out.`);
  }
  if (chosen.length === 0) {
    throw new OptionError(`${who}: no columns are left to predict from: ${header.join(', ')}.`);
  }
  const planned = (name: string, role: CsvColumn['role']): PlannedColumn => {
    const { kind, classes, missing } = columns[name] ?? {};
    const settled = kind === 'ignore' ? undefined : kind;
    return {
      name,
      index: indexOf(name),
      role,
      kind: settled ?? (role === 'feature' ? 'number' : null),
      classes: classes ?? null,
      missing: missingFor(who, name, role, settled, missing, wishes.missing),
      format: wishes.format,
    };
  };
  return [
    ...chosen.map((name) => planned(name, 'feature')),
    ...targets.map((name) => planned(name, 'target')),
  ];
}

/** A column as it was before, but for what the caller says of this file. */
function known(
  who: string,
  { name, role, kind, classes, missing, fill, format }: CsvColumn,
  index: number,
  { missing: wanted, decimal, thousands, missingValues }: ColumnWishes['given'],
): PlannedColumn {
  if (wanted !== undefined && wanted !== 'refuse' && wanted !== 'drop') {
    throw new OptionError(
      `${who}: like says what is filled in, so missing must be 'refuse' or 'drop' beside it, got ${show(wanted)}. It holds for columns in which nothing is filled in.`,
    );
  }
  const isCounted = kind === 'number';
  const filled = isCounted ? fill : classes[fill ?? -1];
  return {
    name,
    index,
    role,
    kind,
    classes: isCounted ? null : classes,
    missing: filled ?? wanted ?? (missing === 'drop' ? 'drop' : 'refuse'),
    format: requireApart(who, {
      decimal: decimal ?? format.decimal,
      thousands: thousands === undefined ? format.thousands : thousands,
      missingValues: missingValues ?? format.missingValues,
    }),
  };
}

/** @throws OptionError where the same sign stands before the decimals and between thousands. */
export function requireApart(who: string, format: CellFormat): CellFormat {
  const { decimal, thousands } = format;
  if (decimal !== thousands) return format;
  const other = thousands === '.' ? ',' : '.';
  throw new OptionError(
    `${who}: decimal and thousands are both ${show(thousands)}. Where ${show(thousands)} separates thousands, another sign stands before the decimals: { decimal: '${other}', thousands: '${thousands}' }.`,
  );
}

/** What is said of all columns holds where it can be meant: no mean of texts, no made-up targets. */
function missingFor(
  who: string,
  name: string,
  role: CsvColumn['role'],
  kind: CsvColumn['kind'] | undefined,
  own: Missing | undefined,
  all: MissingEverywhere,
): Missing {
  const isNumber = kind === 'number' || (kind === undefined && role === 'feature');
  const isPossible = (missing: Missing) =>
    missing === 'refuse' ||
    missing === 'drop' ||
    (role === 'feature' &&
      (isNumber
        ? missing === 'mean' || missing === 'median' || typeof missing === 'number'
        : missing !== 'mean' && missing !== 'median'));
  // A number that is said of all columns is no class of those that have any.
  if (own === undefined) {
    return isPossible(all) && (isNumber || typeof all !== 'number') ? all : 'refuse';
  }
  if (isPossible(own)) return own;
  const takes =
    role === 'target'
      ? "a target is refused or dropped where it is missing: 'refuse', 'drop'"
      : isNumber
        ? "a column of numbers takes 'mean', 'median', a number, 'refuse' or 'drop'"
        : "a column of classes takes the name of one, 'refuse' or 'drop'";
  const words = isNumber ? ['refuse', 'drop', 'mean', 'median'] : ['refuse', 'drop'];
  const hint = typeof own === 'string' ? didYouMean(own, words) : '';
  throw new OptionError(
    `${who}: ${placeOf('columns', name)}.missing is ${show(own)}, but ${takes}.${hint}`,
  );
}

/**
 * The names of the columns.
 *
 * @throws DataError for a name that stands twice.
 */
export function headerOf(
  who: string,
  name: string,
  first: readonly string[],
  header: boolean | readonly string[],
): readonly string[] {
  if (Array.isArray(header) && header.length !== first.length) {
    throw new OptionError(
      `${who}: header names ${counted(header.length, 'column')}, but the first row of ${name} has ${first.length}.`,
    );
  }
  const given = header === true ? first : header === false ? first.map(() => '') : header;
  const names = given.map((each, index) => each.trim() || `column ${index + 1}`);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice === undefined) return names;
  throw new DataError(
    `${who}: ${name} has two columns ${show(twice)}. Name them by { header: [...], skipLines: 1 }.`,
  );
}
