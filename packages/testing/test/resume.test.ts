import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Callback } from '../../tsuno/src/index.ts';
import { inMemory } from '../src/resume/in-memory.ts';
import { type Scenario, scenarios } from '../src/resume/scenario.ts';
import { train } from '../src/resume/training.ts';

/** Milliseconds, on a machine that is busy with other things. */
const SLOW = 300_000;

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
  const { create, backups } = inMemory();
  for (const kill of kills) {
    try {
      const further = [killer(kill)];
      return {
        outcome: await train(scenario, { create, folder, backupDir: 'b', further }),
        backups,
      };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
  return { outcome: await train(scenario, { create, folder, backupDir: 'b' }), backups };
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

  it(
    'ends in the bits, the history and the files of one that is not',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          scenarios,
          fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
          async (scenario, kills) => {
            const { create } = inMemory();
            const whole = await train(scenario, { create, folder: newFolder(), backupDir: null });
            const { outcome, backups } = await trainKilled(scenario, kills, newFolder());
            expect(outcome).toEqual(whole);
            expect(backups.size > 0).toBe(!scenario.deleteCheckpoint);
          },
        ),
        { numRuns: 100 },
      );
    },
    SLOW,
  );
});
