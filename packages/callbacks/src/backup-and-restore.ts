import {
  type Callback,
  declareOptions,
  type OptionsOf,
  option,
  type Run,
  type Shown,
} from '@tsuno/core';
import { saveFrequency } from './save-frequency.ts';

const declared = declareOptions('BackupAndRestore', {
  /** The folder of the backup. No other run may use it at the same time. */
  backupDir: option.text(),
  /** `'epoch'` for the end of each epoch, or a number: after so many batches. */
  saveFreq: saveFrequency(),
  /** Keeps the backup before the last one too, to go on from it should the last be damaged. */
  doubleCheckpoint: option.boolean(false),
  /** Removes the backup when the run is done. */
  deleteCheckpoint: option.boolean(true),
});

export interface BackupAndRestoreOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Goes on with a run of `fit` that was interrupted, at whatever instant, as if it had not been: the weights and the history
 * end in the same bits.
 *
 * A backup is one file with the whole run: the model with its optimizer, the place in the data, the order of the examples,
 * the logs of all epochs, and what callbacks keep. It is written beside and then renamed, so there is always a whole one.
 * The same program run again finds it and goes on from there; `saveFreq` says how much is trained again at most. When the
 * run is done the backup is removed; when a `signal` ends it, or an error, it stays.
 *
 * Arrays are taken up at the batch. Iterables are read anew from their first pass, and what was trained is left out, so
 * they must give the same batches again; a generator has to be a fresh one.
 *
 * @throws OptionError for options out of range; in `fit` StateError for the backup of another model, data of other sizes or other
 *   options (`epochs` may differ), and DataError for a damaged file.
 * @see https://keras.io/api/callbacks/backup_and_restore/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * callbacks.BackupAndRestore({ backupDir: 'backup', saveFreq: 100 });
 */
export function BackupAndRestore(options: BackupAndRestoreOptions): Callback {
  const described = declared.read(arguments);
  const { backupDir, saveFreq, doubleCheckpoint, deleteCheckpoint } = described.config;
  const latest = `${backupDir.replace(/\/+$/, '')}/latest.backup`;
  const places = doubleCheckpoint ? [latest, `${latest}.bkp`] : [latest];
  /** Where the next one goes: never over the last, where there are two places. */
  let next = 0;
  /** Since the last backup: where a run goes on there are none. */
  let batches = 0;
  const backup = (run: Run) => {
    run.backup(places[next]);
    next = (next + 1) % places.length;
  };
  const countBatch: Callback = {
    // Asked for at its begin, the backup is taken at its end: logs of each batch are not needed for it.
    onTrainBatchBegin(_batch, _logs, run) {
      batches += 1;
      if (batches < Number(saveFreq)) return;
      batches = 0;
      backup(run);
    },
  };
  const atEpochEnd: Callback = { onEpochEnd: (_epoch, _logs, run) => backup(run) };
  return {
    ...described,
    ...(saveFreq === 'epoch' ? atEpochEnd : countBatch),
    async onTrainBegin(_logs, run) {
      batches = 0;
      const found = await run.resume(...places);
      next = found === null ? 0 : (places.indexOf(String(found)) + 1) % places.length;
      // From the very beginning: what a model starts from may be drawn at random.
      if (found === null) backup(run);
    },
    onTrainEnd(_logs, run) {
      if (run.isAborted || !deleteCheckpoint) return;
      for (const place of places) run.removeBackup(place);
    },
  };
}
