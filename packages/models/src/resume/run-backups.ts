import { type BackupPlace, type Callback, DataError, StateError, show } from '@tsuno/core';
import { requireSaver } from '../files.ts';
import type { Saver } from '../saver.ts';
import type { ModelState } from '../state/model-state.ts';
import { requireSameKeepers } from './callback-states.ts';
import { backupModel, requireSameModel } from './model-backup.ts';
import { readBackup } from './read-backup.ts';
import { requireSameOptions } from './run-options.ts';
import type { Backup, RunOptions, RunState } from './run-state.ts';

/** The backups that callbacks ask for in one `fit`, and the one that it goes on from. */
export class RunBackups {
  readonly #state: ModelState;
  readonly #options: RunOptions;
  readonly #callbacks: readonly Callback[];
  #wanted: BackupPlace[] = [];
  readonly #givenUp: BackupPlace[] = [];
  #found: Backup | null = null;
  #hasBegun = false;

  constructor(state: ModelState, options: RunOptions, callbacks: readonly Callback[]) {
    this.#state = state;
    this.#options = options;
    this.#callbacks = callbacks;
  }

  /** `run.backup`. */
  want(place: BackupPlace): void {
    this.#wanted.push(place);
  }

  /** `run.resume`. */
  async resume(places: readonly BackupPlace[]): Promise<BackupPlace | null> {
    if (this.#hasBegun) {
      throw new StateError(
        'run.resume: training is under way. A run goes on from a backup before it begins: call it in onTrainBegin.',
      );
    }
    const furthest = await readFurthest(await this.#saver(), places);
    if (furthest === null) return null;
    const { place, backup } = furthest;
    requireSameModel(this.#state, backup.model);
    requireSameOptions(backup.run.options, this.#options);
    requireSameKeepers(backup.run.callbacks, this.#callbacks);
    this.#found = backup;
    return place;
  }

  /** `run.removeBackup`. */
  giveUp(place: BackupPlace): void {
    this.#givenUp.push(place);
  }

  /** The backup to go on from, or null. Callbacks have heard `onTrainBegin`. */
  begin(): Backup | null {
    this.#hasBegun = true;
    return this.#found;
  }

  /** Writes the backups that are wanted; `run` says how far the run is. */
  settle(run: () => Promise<Omit<RunState, 'options'>>): Promise<void> | undefined {
    return this.#wanted.length === 0 ? undefined : this.#write(run);
  }

  /** Callbacks have heard `onTrainEnd`. */
  async end(): Promise<void> {
    for (const place of this.#givenUp) await (await this.#saver()).removeBackup(place);
  }

  async #write(run: () => Promise<Omit<RunState, 'options'>>): Promise<void> {
    const places = this.#wanted;
    this.#wanted = [];
    const backup: Backup = {
      run: { ...(await run()), options: this.#options },
      model: backupModel(this.#state),
    };
    const saver = await this.#saver();
    for (const place of places) await saver.saveBackup(backup, place);
  }

  #saver(): Promise<Saver> {
    return requireSaver('fit', this.#state.definition.environment);
  }
}

/** The backup that is furthest on; null when there is none. */
async function readFurthest(saver: Saver, places: readonly BackupPlace[]) {
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
