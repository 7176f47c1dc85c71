import { defineSequential, type SavedModel, type Saver } from '@tsuno/models';
import type { Sequential } from 'tsuno';
import { plainFromBytes, plainToBytes } from '../../../saving/src/backup/plain-bytes.ts';
import { environment } from '../../../tsuno/src/sequential.ts';

/** A Sequential that saves into memory: backups as their bytes, models as they are. */
export function inMemory() {
  const backups = new Map<string, Uint8Array>();
  const models = new Map<string, SavedModel>();
  const weights = new Map<string, SavedModel>();
  const saver: Partial<Saver> = {
    async saveBackup(backup, place) {
      backups.set(String(place), await plainToBytes(backup));
    },
    async loadBackup(place) {
      const bytes = backups.get(String(place));
      return bytes === undefined ? null : plainFromBytes('fit', String(place), bytes);
    },
    async removeBackup(place) {
      backups.delete(String(place));
    },
    requireSavable() {},
    async save(model, target) {
      models.set(String(target), model);
    },
    async saveWeights(model, target) {
      weights.set(String(target), model);
    },
  };
  const Model = defineSequential({ ...environment, saving: async () => saver as Saver });
  const create = (...given: ConstructorParameters<typeof Model>) =>
    new Model(...given) as unknown as Sequential;
  return { backups, models, weights, create };
}
