import { type BackupPlace, type Callback, StateError } from '@tsuno/core';
import { requireSaver } from '../files.ts';
import type { FitData } from '../fit-data.ts';
import type { CheckedFitOptions } from '../fit-options.ts';
import type { Saver } from '../saver.ts';
import type { ModelState } from '../state/model-state.ts';
import type { Backup, RunState } from './run-state.ts';
import { backupModel, readFurthest, requireSameRun, runOptions, statesOf } from './take-up.ts';

/** What `fit` was given. */
interface Given {
  readonly options: CheckedFitOptions;
  readonly sizes: FitData['sizes'];
}

/** How far a run is. */
type Progress = Omit<RunState, 'options' | 'callbacks'>;

/** The backups that callbacks ask for in one `fit`, and the one that it goes on from. */
export class RunBackups {
  readonly #state: ModelState;
  readonly #given: Given;
  readonly #callbacks: readonly Callback[];
  #wanted: BackupPlace[] = [];
  readonly #givenUp: BackupPlace[] = [];
  #found: Backup | null = null;
  #hasBegun = false;

  constructor(state: ModelState, given: Given, callbacks: readonly Callback[]) {
    this.#state = state;
    this.#given = given;
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
    const { options, sizes } = this.#given;
    requireSameRun(
      backup,
      this.#state,
      runOptions(options, sizes),
      options.epochs,
      this.#callbacks,
    );
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
  settle(run: () => Promise<Progress>): Promise<void> | undefined {
    return this.#wanted.length === 0 ? undefined : this.#write(run);
  }

  /** Callbacks have heard `onTrainEnd`. */
  async end(): Promise<void> {
    for (const place of this.#givenUp) await (await this.#saver()).removeBackup(place);
  }

  async #write(run: () => Promise<Progress>): Promise<void> {
    const places = this.#wanted;
    this.#wanted = [];
    const { options, sizes } = this.#given;
    const backup: Backup = {
      run: {
        ...(await run()),
        options: runOptions(options, sizes),
        callbacks: statesOf(this.#callbacks),
      },
      model: backupModel(this.#state),
    };
    const saver = await this.#saver();
    for (const place of places) await saver.saveBackup(backup, place);
  }

  #saver(): Promise<Saver> {
    return requireSaver('fit', this.#state.definition.environment);
  }
}
