import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { tfjsEngine } from '../../engine-tfjs/src/index.ts';
import { wasmEngine } from '../../engine-wasm/src/index.ts';
import { defineSequential, type Saver } from '../../models/src/index.ts';
import { plainFromBytes, plainToBytes } from '../../saving/src/backup/plain-bytes.ts';
import {
  activations,
  type Callback,
  callbacks,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  type Sequential,
} from '../../tsuno/src/index.ts';
import { type Scenario, scenarios } from '../src/resume/scenario.ts';
import { train } from '../src/resume/training.ts';

/** A Sequential whose backups are bytes in memory. */
function inMemory() {
  const files = new Map<unknown, Uint8Array>();
  const saver: Partial<Saver> = {
    async saveBackup(backup, place) {
      files.set(place, await plainToBytes(backup));
    },
    async loadBackup(place) {
      const bytes = files.get(place);
      return bytes === undefined ? null : plainFromBytes('fit', String(place), bytes);
    },
    async removeBackup(place) {
      files.delete(place);
    },
  };
  const Model = defineSequential({
    engines: [wasmEngine, tfjsEngine],
    layers,
    activations,
    initializers,
    schedules: optimizers.schedules,
    losses,
    metrics,
    optimizers,
    accuracyFor: metrics.accuracyFor,
    progress: () => callbacks.ProgbarLogger(),
    saving: async () => saver as Saver,
  });
  const create = (...given: ConstructorParameters<typeof Model>) =>
    new Model(...given) as unknown as Sequential;
  return { files, create };
}

class Killed extends Error {}

/** Ends the run after so many hooks of batches and epochs, training and validation. */
function killer(after: number): Callback {
  let left = after;
  const count = () => {
    left -= 1;
    if (left === 0) throw new Killed();
  };
  return {
    onTrainBegin: count,
    onEpochBegin: count,
    onTrainBatchBegin: count,
    onTrainBatchEnd: count,
    onTestBatchEnd: count,
    onEpochEnd: count,
    onTrainEnd: count,
  };
}

/** Trains with interruptions, each in a new model with new callbacks, until a run comes through. */
async function trainKilled(scenario: Scenario, kills: readonly number[], folder: string) {
  const { create, files } = inMemory();
  for (const kill of kills) {
    try {
      const further = [killer(kill)];
      return { outcome: await train(scenario, { create, folder, backupDir: 'b', further }), files };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
  return { outcome: await train(scenario, { create, folder, backupDir: 'b' }), files };
}

let folders: string[] = [];
const newFolder = () => {
  folders.push(mkdtempSync(join(tmpdir(), 'tsuno-resume-')));
  return folders.at(-1) as string;
};

describe('A run that is interrupted', () => {
  beforeEach(() => {
    jest.spyOn(console, 'warn').mockImplementation(() => {});
    jest.spyOn(console, 'info').mockImplementation(() => {});
  });
  afterEach(() => {
    jest.restoreAllMocks();
    for (const folder of folders) rmSync(folder, { recursive: true });
    folders = [];
  });

  it('ends in the bits, the history and the files of one that is not', async () => {
    await fc.assert(
      fc.asyncProperty(
        scenarios,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
        async (scenario, kills) => {
          const { create } = inMemory();
          const whole = await train(scenario, { create, folder: newFolder(), backupDir: null });
          const { outcome, files } = await trainKilled(scenario, kills, newFolder());
          expect(outcome).toEqual(whole);
          expect(files.size).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});
