import {
  type Callback,
  declareOptions,
  OptionError,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import { type TextFile, textFile } from './text-file.ts';

const declared = declareOptions('CSVLogger', {
  /** The file; it is written anew, or added to with `append`. */
  filename: option.optional(option.text()),
  /** In place of a file: is handed each piece of text, for pages in a browser. */
  write: option.optional(option.callable<(text: string) => void>()),
  /** What stands between the values of a line. */
  separator: option.kind<string, string, [string]>(
    {
      takes: 'a string',
      read: (given) => (typeof given === 'string' && given !== '' ? given : undefined),
    },
    ',',
  ),
  /** Adds to a file that is there; its first line is not repeated. */
  append: option.boolean(false),
});

export interface CSVLoggerOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Writes the epochs' logs as lines of text: `epoch`, then the names in alphabetical order. A line is written at the
 * end of its epoch, so what a run has got to is on disk when it ends early. When a run goes on from a backup, lines that
 * came after the backup are taken away, as they come again; `write` is first handed what was written before.
 *
 * @throws OptionError unless exactly one of filename and write is given; UnsupportedError for a file in a browser.
 * @see https://keras.io/api/callbacks/csv_logger/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * let text = '';
 * callbacks.CSVLogger({ write: (piece) => (text += piece) });
 */
export function CSVLogger(options: CSVLoggerOptions = {}): Callback {
  const described = declared.read(arguments);
  const { filename, write, separator, append } = described.config;
  if ((filename === undefined) === (write === undefined)) {
    throw new OptionError('CSVLogger: give exactly one of filename and write.');
  }
  const file = filename === undefined ? null : textFile('CSVLogger', filename);
  let columns: readonly string[] | null = null;
  let size = 0;
  let text = '';
  const out = write ?? (file as TextFile).append;
  const put = (values: readonly (string | number)[]) => {
    const line = `${values.join(separator)}\n`;
    text += line;
    out(line);
  };
  return {
    ...described,
    onTrainBegin() {
      columns = null;
      text = '';
      size = append ? (file?.size() ?? 0) : 0;
      if (!append) file?.cutTo(0);
    },
    onEpochEnd(epoch, logs) {
      if (columns === null) {
        columns = columnsOf(logs);
        if (size === 0) put(['epoch', ...columns]);
      }
      put([epoch, ...columns.map((name) => (Object.hasOwn(logs, name) ? logs[name] : 'NA'))]);
    },
    state: (): Kept => ({ columns, size, text }),
    restore(state) {
      ({ columns, size, text } = state as Kept);
      // Lines that came after the backup will come again.
      file?.cutTo(size);
      if (text !== '') out(text);
    },
  };
}

/** What a backup has to hold of it. */
type Kept = {
  readonly columns: readonly string[] | null;
  /** Bytes of the file when the run began. */
  readonly size: number;
  /** What the run has written since. */
  readonly text: string;
};

/** The names of the first epoch's logs; room is kept for validation, which may come in some epochs only. */
function columnsOf(logs: Readonly<Record<string, number>>): readonly string[] {
  const names = Object.keys(logs).sort();
  const isValidated = names.some((name) => name.startsWith('val_'));
  return isValidated ? names : [...names, ...names.map((name) => `val_${name}`)];
}
