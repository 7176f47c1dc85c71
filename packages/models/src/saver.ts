import type { Registry } from '@tsuno/core';
import type { Backup } from './resume/run-state.ts';
import type { SequentialJson } from './sequential-json.ts';
import type { ModelLayout, ModelSnapshot, SavedModel } from './snapshot.ts';

/**
 * Ways from snapshots to files and back. An environment is handed a function that loads them, so that a page which does
 * not save loads none of it.
 */
export interface Saver {
  /** Whether there is a format for this target. @throws OptionError and UnsupportedError. */
  requireSavable(target: unknown, holding: 'model' | 'weights'): void;
  /** Targets, sources and options are the user's: they are checked here. */
  save(model: SavedModel, target: unknown, options: unknown): Promise<void>;
  saveWeights(model: SavedModel, target: unknown, options: unknown): Promise<void>;
  load(source: unknown, options: unknown, opening: Opening): Promise<ModelSnapshot>;
  loadWeights(source: unknown, options: unknown, model: SavedModel): Promise<ModelSnapshot>;
  /** Writes a run of `fit`, so that what was there stays until the new one is whole. */
  saveBackup(backup: Backup, target: unknown): Promise<void>;
  /** What the file holds, null when there is none: whether it is a whole backup is checked by who asked. */
  loadBackup(source: unknown): Promise<unknown>;
  /** Does nothing when there is none. */
  removeBackup(target: unknown): Promise<void>;
}

/** What a format asks of the model that it reads. */
export interface Opening {
  /** Where kinds are looked up, the user's own among them. */
  readonly registry: Registry;
  /** Where the numbers of such a model have their places; it is checked on the way. */
  layoutOf(definition: SequentialJson): ModelLayout;
}
