import { isPlainObject, type Option, option } from '@tsuno/core';

/** How a column becomes numbers. */
export type ColumnKind = 'number' | 'label' | 'oneHot' | 'ignore';

/** What becomes of a value that is missing. */
export type Missing = 'refuse' | 'drop' | 'mean' | 'median' | number | string;

export interface ColumnSettings {
  /** A number; the number of a class (`'label'`); a column of 0 and 1 for each class (`'oneHot'`); or left out. */
  readonly kind?: ColumnKind;
  /** The classes in their order; otherwise those that occur, sorted. */
  readonly classes?: readonly string[];
  /** `'refuse'`, `'drop'` the row, `'mean'`, `'median'`, or the value to fill in. */
  readonly missing?: Missing;
}

/** A column: its kind, or its classes in their order, or both and what to do where it is missing. */
export type ColumnOption = ColumnKind | readonly string[] | ColumnSettings;

const KINDS: readonly string[] = ['number', 'label', 'oneHot', 'ignore'];
const SETTINGS = ['kind', 'classes', 'missing'];

const isClasses = (given: unknown): given is readonly string[] =>
  Array.isArray(given) &&
  given.length > 0 &&
  given.every((name) => typeof name === 'string') &&
  new Set(given).size === given.length;

export const isMissing = (given: unknown): given is Missing =>
  typeof given === 'string' || Number.isFinite(given);

function isColumn(given: unknown): given is ColumnOption {
  if (typeof given === 'string') return KINDS.includes(given);
  if (Array.isArray(given)) return isClasses(given);
  if (!isPlainObject(given)) return false;
  const { kind, classes, missing } = given;
  return (
    Object.keys(given).every((name) => SETTINGS.includes(name)) &&
    (kind === undefined || KINDS.includes(kind as string)) &&
    (classes === undefined || isClasses(classes)) &&
    (missing === undefined || isMissing(missing))
  );
}

const TAKES =
  "an object that says of columns what they are: { colour: 'oneHot', grade: ['low', 'high'], age: { missing: 'median' } }, with the kinds 'number', 'label', 'oneHot' and 'ignore'";

/** The option `columns`. */
export const columnsOption: Option<
  Readonly<Record<string, ColumnOption>>,
  Readonly<Record<string, ColumnSettings>>
> = option.kind<
  Readonly<Record<string, ColumnOption>>,
  Readonly<Record<string, ColumnSettings>>,
  [Readonly<Record<string, ColumnOption>>]
>(
  {
    takes: TAKES,
    read(given) {
      if (!isPlainObject(given) || !Object.values(given).every(isColumn)) return undefined;
      return Object.fromEntries(
        Object.entries(given as Readonly<Record<string, ColumnOption>>).map(([name, column]) => [
          name,
          settingsOf(column),
        ]),
      );
    },
  },
  {},
);

function settingsOf(column: ColumnOption): ColumnSettings {
  if (typeof column === 'string') return { kind: column };
  if (Array.isArray(column)) return { kind: 'label', classes: column };
  const settings = column as ColumnSettings;
  return { ...settings, kind: settings.kind ?? (settings.classes && 'label') };
}
