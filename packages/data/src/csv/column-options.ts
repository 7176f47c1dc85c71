import { didYouMean, isPlainObject, type Option, OptionError, option, show } from '@tsuno/core';

/** How a column becomes numbers. */
export type ColumnKind = 'number' | 'label' | 'oneHot' | 'ignore';

/** What becomes of values that are missing, in all columns where it can be meant. */
export type MissingEverywhere = 'refuse' | 'drop' | 'mean' | 'median' | number;

/** What becomes of a value that is missing in one column: a text is the class to fill in. */
export type Missing = MissingEverywhere | string;

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
const FILLS: readonly string[] = ['refuse', 'drop', 'mean', 'median'];

const isClasses = (given: unknown): given is readonly string[] =>
  Array.isArray(given) &&
  given.length > 0 &&
  given.every((name) => typeof name === 'string') &&
  new Set(given).size === given.length;

/** The option `missing`. A text to fill in is said of one column: here it would be a word written wrongly. */
export const missingOption = option.kind<MissingEverywhere, MissingEverywhere, [MissingEverywhere]>(
  {
    takes: "'refuse', 'drop', 'mean', 'median' or the number to fill in",
    read: (given) =>
      Number.isFinite(given) || FILLS.includes(given as string)
        ? (given as MissingEverywhere)
        : undefined,
    hint: (given) =>
      typeof given === 'string'
        ? `${didYouMean(given, FILLS)} A class to fill in is said of its column: { columns: { colour: { kind: 'label', missing: ${JSON.stringify(given)} } } }.`
        : '',
  },
  'refuse',
);

const KINDS_ARE = "The kinds are 'number', 'label', 'oneHot' and 'ignore'";

/** A column as it was given, checked. @throws OptionError naming the column and what is wrong with it. */
function columnOf(who: string, place: string, given: unknown): ColumnSettings {
  const fail = (what: string): never => {
    throw new OptionError(`${who}: ${place}${what}`);
  };
  const requireKind = (kind: unknown, of: string): void => {
    if (KINDS.includes(kind as string)) return;
    const hint = typeof kind === 'string' ? didYouMean(kind, KINDS) : '';
    fail(
      `${of} is ${show(kind)}.${hint} ${KINDS_ARE}; classes in their order are a list, ['low', 'high'].`,
    );
  };
  const requireClasses = (classes: unknown, of: string): void => {
    if (!isClasses(classes))
      fail(`${of} must be a list of texts, each once, got ${show(classes)}.`);
  };
  if (Array.isArray(given)) requireClasses(given, '');
  else if (!isPlainObject(given)) requireKind(given, '');
  else {
    const { kind, classes, missing } = given;
    const unknown = Object.keys(given).find((name) => !SETTINGS.includes(name));
    if (unknown !== undefined) {
      fail(
        ` has ${show(unknown)}.${didYouMean(unknown, SETTINGS)} A column's settings are ${SETTINGS.join(', ')}.`,
      );
    }
    if (kind !== undefined) requireKind(kind, '.kind');
    if (classes !== undefined) requireClasses(classes, '.classes');
    if (missing !== undefined && typeof missing !== 'string' && !Number.isFinite(missing)) {
      fail(
        `.missing must be 'refuse', 'drop', 'mean', 'median' or the value to fill in, got ${show(missing)}.`,
      );
    }
  }
  return settingsOf(given as ColumnOption);
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
    read(given, who, place) {
      if (!isPlainObject(given)) return undefined;
      return Object.fromEntries(
        Object.entries(given).map(([name, column]) => [
          name,
          columnOf(who, placeOf(place, name), column),
        ]),
      );
    },
  },
  {},
);

/** `columns.age`, `columns["body mass"]`. */
export const placeOf = (option: string, column: string): string =>
  /^[\p{L}_$][\p{L}\d_$]*$/u.test(column) ? `${option}.${column}` : `${option}[${show(column)}]`;

function settingsOf(column: ColumnOption): ColumnSettings {
  if (typeof column === 'string') return { kind: column };
  if (Array.isArray(column)) return { kind: 'label', classes: column };
  const settings = column as ColumnSettings;
  return { ...settings, kind: settings.kind ?? (settings.classes && 'label') };
}
