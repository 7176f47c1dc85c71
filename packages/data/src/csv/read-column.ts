import { DataError, show } from '@tsuno/core';
import type { Missing } from './column-options.ts';
import type { CsvColumn } from './csv-column.ts';
import { hintFor } from './number-hint.ts';
import type { PlannedColumn } from './plan-columns.ts';

/** A column while it is read. */
export interface ReadingColumn {
  readonly index: number;
  readonly name: string;
  /** Whether a text stands where a feature's number was to be. */
  isText(text: string): boolean;
  /** Whether a row is dropped in which it is missing. */
  readonly isDropping: boolean;
  isMissing(text: string): boolean;
  /** Its value in a row: a number, the number of a class as they come, or NaN where it is to be filled in. */
  read(text: string, line: number): number;
  /** What it has turned out to be, and for each class as they came its number in the end. */
  finish(): { readonly column: CsvColumn; readonly order: Int32Array | null };
}

export interface ColumnReading {
  readonly who: string;
  /** What errors call the file. */
  readonly name: string;
  readonly parse: (text: string) => number;
  readonly isMissing: (text: string) => boolean;
  /** Whether some numbers stand for missing values, such as -999. */
  readonly isMissingNumber: boolean;
}

/** @throws DataError, naming line, column and value, for what is missing, no number or none of the classes. */
export function readingColumn(planned: PlannedColumn, reading: ColumnReading): ReadingColumn {
  const { role, missing } = planned;
  const made: { kind: ReturnType<typeof columnOf> | null } = { kind: null };
  const fault = (text: string, line: number, what: string) =>
    new DataError(
      `${reading.who}: line ${line} of ${reading.name}, column ${show(planned.name)}: ${show(text)} ${what}`,
    );
  const columnOf = (kind: CsvColumn['kind']) =>
    kind === 'number' ? numbers(planned, reading, fault) : classes(planned, kind, reading, fault);
  const isCounted = planned.kind === 'number' && !reading.isMissingNumber;
  return {
    index: planned.index,
    name: planned.name,
    isText(given) {
      const text = given.trim();
      if (planned.kind !== 'number' || role === 'target' || reading.isMissing(text)) return false;
      return Number.isNaN(reading.parse(text)) && !LIKE_A_NUMBER.test(text);
    },
    isDropping: missing === 'drop',
    isMissing: (text) => reading.isMissing(text.trim()),
    read(given, line) {
      if (isCounted) {
        // Most fields there are. A text that is looked up in a set has to be hashed first, which takes longer than to read it.
        const value = reading.parse(given);
        if (!Number.isNaN(value)) {
          made.kind ??= columnOf('number');
          return made.kind.take(value, given, line);
        }
      }
      const text = given.trim();
      if (!reading.isMissing(text)) {
        const guess = role === 'target' && Number.isNaN(reading.parse(text)) ? 'label' : 'number';
        made.kind ??= columnOf(planned.kind ?? guess);
        return made.kind.read(text, line);
      }
      if (missing === 'refuse') {
        throw fault(
          text,
          line,
          `is missing. Drop such rows or fill them in: { missing: 'drop' }${role === 'target' ? '' : ", { missing: 'median' }"}, or for this column { columns: { … } }.`,
        );
      }
      made.kind ??= columnOf(planned.kind ?? 'number');
      return made.kind.fill(line);
    },
    finish: () => (made.kind ?? columnOf(planned.kind ?? 'number')).finish(),
  };
}

/** Of these the delimiters may be wrong, but not the kind. */
const LIKE_A_NUMBER = /^[+-]?\d[\d.,' _]*$/;

type Fault = (text: string, line: number, what: string) => DataError;

function numbers(planned: PlannedColumn, reading: ColumnReading, fault: Fault) {
  const { name, role, missing, format } = planned;
  let sum = 0;
  let count = 0;
  const values: number[] = [];
  const take = (value: number, text: string, line: number): number => {
    if (!Number.isFinite(Math.fround(value))) {
      throw fault(text, line, 'is beyond the range of float32, ±3.4e38.');
    }
    sum += value;
    count += 1;
    if (missing === 'median') values.push(value);
    return value;
  };
  return {
    take,
    read(text: string, line: number): number {
      const value = reading.parse(text);
      if (Number.isNaN(value))
        throw fault(text, line, `is not a number.${hintFor(text, planned, count > 0)}`);
      return take(value, text, line);
    },
    fill: (_line: number) => (typeof missing === 'number' ? missing : Number.NaN),
    finish() {
      const found = missing === 'median' ? median(values) : sum / count;
      const isFound = missing === 'mean' || missing === 'median';
      const fill = typeof missing === 'number' ? missing : isFound ? found : null;
      if (isFound && count === 0) {
        throw new DataError(
          `${reading.who}: column ${show(name)} of ${reading.name} holds no value, so it has no ${missing}. Leave it out: { columns: { ${JSON.stringify(name)}: 'ignore' } }.`,
        );
      }
      const column = {
        name,
        role,
        kind: 'number' as const,
        classes: [],
        missing: keptMissing(missing),
        fill,
        format,
      };
      return { column, order: null };
    },
  };
}

function classes(
  { name, role, classes: given, missing, format }: PlannedColumn,
  kind: 'label' | 'oneHot',
  reading: ColumnReading,
  fault: Fault,
) {
  const codes = new Map((given ?? []).map((label, code) => [label, code]));
  const read = (text: string, line: number): number => {
    const code = codes.get(text);
    if (code !== undefined) return code;
    if (given !== null) throw fault(text, line, `is none of the classes ${given.join(', ')}.`);
    if (codes.size === MOST_CLASSES) {
      throw fault(text, line, `is class ${MOST_CLASSES + 1}. Is this a column of classes?`);
    }
    codes.set(text, codes.size);
    return codes.size - 1;
  };
  return {
    take: (_value: number, text: string, line: number) => read(text, line),
    read,
    fill: (line: number) => read(String(missing), line),
    finish() {
      const found = [...codes.keys()];
      const sorted = given ?? sortedLabels(found, reading.parse);
      const order = Int32Array.from(found, (label) => sorted.indexOf(label));
      const kept = keptMissing(missing);
      const fill = kept === 'fill' ? sorted.indexOf(String(missing)) : -1;
      const column = {
        name,
        role,
        kind,
        classes: Object.freeze([...sorted]),
        missing: kept,
        fill: fill < 0 ? null : fill,
        format,
      };
      return { column, order };
    },
  };
}

const keptMissing = (missing: Missing): CsvColumn['missing'] =>
  missing === 'refuse' || missing === 'drop' ? missing : 'fill';

/** More are no classes that anything could be learned of. */
const MOST_CLASSES = 10_000;

/** By their size where they are numbers, else as scikit-learn sorts texts. */
function sortedLabels(labels: readonly string[], parse: (text: string) => number): string[] {
  const areNumbers = labels.every((label) => !Number.isNaN(parse(label)));
  return areNumbers ? labels.toSorted((a, b) => parse(a) - parse(b)) : labels.toSorted();
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
