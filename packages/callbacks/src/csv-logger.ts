import {
  type Callback,
  OptionError,
  refuseUnknownOptions,
  requireBoolean,
  requireNamedOptions,
  show,
} from '@tsuno/core';
import { type TextFile, textFile } from './text-file.ts';

export interface CSVLoggerOptions {
  /** The file; it is written anew, or added to with `append`. */
  readonly filename?: string;
  /** In place of a file: is handed each piece of text, for pages in a browser. */
  readonly write?: (text: string) => void;
  /** What stands between the values of a line. */
  readonly separator?: string;
  /** Adds to a file that is there; its first line is not repeated. */
  readonly append?: boolean;
}

/**
 * Writes the epochs' logs as lines of text: `epoch`, then the names in alphabetical order. A line is written at the
 * end of its epoch, so what a run has got to is on disk when it ends early.
 *
 * @throws OptionError unless exactly one of filename and write is given; UnsupportedError for a file in a browser.
 * @see https://keras.io/api/callbacks/csv_logger/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * let text = '';
 * callbacks.CSVLogger({ write: (piece) => (text += piece) });
 */
export function CSVLogger({
  filename,
  write,
  separator = ',',
  append = false,
  ...unknown
}: CSVLoggerOptions): Callback {
  requireNamedOptions('CSVLogger', arguments);
  refuseUnknownOptions('CSVLogger', unknown, ['filename', 'write', 'separator', 'append']);
  requireBoolean('CSVLogger', { append });
  if ((filename === undefined) === (write === undefined)) {
    throw new OptionError('CSVLogger: give exactly one of filename and write.');
  }
  if (write !== undefined && typeof write !== 'function') {
    throw new OptionError(`CSVLogger: write must be a function, got ${show(write)}.`);
  }
  if (filename !== undefined && (typeof filename !== 'string' || filename === '')) {
    throw new OptionError(`CSVLogger: filename must be a non-empty string, got ${show(filename)}.`);
  }
  if (typeof separator !== 'string' || separator === '') {
    throw new OptionError(`CSVLogger: separator must be a string, got ${show(separator)}.`);
  }
  const file = filename === undefined ? null : textFile('CSVLogger', filename);
  let columns: readonly string[] | null = null;
  let skipsHeader = false;
  const put = (values: readonly (string | number)[]) =>
    (write ?? (file as TextFile).append)(`${values.join(separator)}\n`);
  return {
    onTrainBegin() {
      columns = null;
      skipsHeader = append && (file?.hasText() ?? false);
      if (!append) file?.clear();
    },
    onEpochEnd(epoch, logs) {
      if (columns === null) {
        columns = columnsOf(logs);
        if (!skipsHeader) put(['epoch', ...columns]);
      }
      put([epoch, ...columns.map((name) => (Object.hasOwn(logs, name) ? logs[name] : 'NA'))]);
    },
  };
}

/** The names of the first epoch's logs; room is kept for validation, which may come in some epochs only. */
function columnsOf(logs: Readonly<Record<string, number>>): readonly string[] {
  const names = Object.keys(logs).sort();
  const isValidated = names.some((name) => name.startsWith('val_'));
  return isValidated ? names : [...names, ...names.map((name) => `val_${name}`)];
}
