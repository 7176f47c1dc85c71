import { type BackupPlace, type Callback, DataError, StateError, show } from '@tsuno/core';
import type { Saver } from '../saver.ts';
import type { ModelState } from '../state/model-state.ts';
import { requireSameKeepers } from './callback-states.ts';
import { requireSameModel } from './model-backup.ts';
import { readBackup } from './read-backup.ts';
import { requireSameOptions } from './run-options.ts';
import type { Backup, RunOptions, RunState } from './run-state.ts';

export { restoreStates, statesOf } from './callback-states.ts';
export { backupModel, restoreModel } from './model-backup.ts';
export { runOptions } from './run-options.ts';

/** @throws StateError when a backup is of another model, other options or other callbacks. */
export function requireSameRun(
  { model, run }: Backup,
  state: ModelState,
  options: RunOptions,
  epochs: number,
  callbacks: readonly Callback[],
): void {
  requireSameModel(state, model);
  requireSameOptions(run.options, options);
  requireSameKeepers(run.callbacks, callbacks);
  requireAhead(run, epochs);
}

/** @throws StateError for a run that is further on than this one shall go: it would be lost. */
function requireAhead({ epoch, step }: RunState, epochs: number): void {
  if (epoch < epochs || (epoch === epochs && step === 0)) return;
  throw new StateError(
    `fit: the backup is of a run in its epoch ${epoch + (step === 0 ? 0 : 1)}, beyond the ${epochs} of this one. Give as many epochs or more, or delete the backup to begin anew.`,
  );
}

/** The backup that is furthest on; null when there is none. */
export async function readFurthest(saver: Saver, places: readonly BackupPlace[]) {
  let furthest: { readonly place: BackupPlace; readonly backup: Backup } | null = null;
  const damaged: DataError[] = [];
  for (const place of places) {
    try {
      const file = await saver.loadBackup(place);
      const backup = file === null ? null : readBackup(file);
      if (backup === null || (furthest && isBehind(backup, furthest.backup))) continue;
      furthest = { place, backup };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      damaged.push(error);
    }
  }
  if (furthest === null && damaged.length > 0) throw damaged[0];
  if (furthest !== null) {
    for (const { message } of damaged) {
      console.warn(
        `${message} The run goes on from ${show(String(furthest.place))}, which is whole.`,
      );
    }
  }
  return furthest;
}

function isBehind({ run: one }: Backup, { run: other }: Backup): boolean {
  return one.epoch < other.epoch || (one.epoch === other.epoch && one.step < other.step);
}
