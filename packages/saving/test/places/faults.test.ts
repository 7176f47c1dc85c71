import { TsunoError } from '../../../core/src/index.ts';
import type { System } from '../../src/places/node/system.ts';
import { freshFolder } from './folder.ts';
import {
  act,
  litterAfterNextSave,
  prepare,
  SCENARIOS,
  type ScenarioName,
  unflushed,
  versionIn,
} from './save-scenarios.ts';
import { type Watch, watchedSystem } from './watched-system.ts';

/** All calls of a save, in order. */
async function callsOf(name: ScenarioName): Promise<readonly string[]> {
  const calls: string[] = [];
  const folder = freshFolder();
  await prepare(folder, name);
  const watch: Watch = (call, args, run) => {
    calls.push(call);
    return run(args);
  };
  await act(folder, name, watchedSystem(unflushed, watch));
  return calls;
}

/** What the call with this number does, and all others as they should. */
function disturbing(number: number, disturb: Watch): System {
  let calls = 0;
  return watchedSystem(unflushed, (call, args, run) =>
    calls++ === number ? disturb(call, args, run) : run(args),
  );
}

const failing =
  (code: string): Watch =>
  async (call, args, run) => {
    // A close that fails has closed.
    if (call === 'file.close') await run(args);
    throw Object.assign(new Error(`${code}: of ${call}`), { code });
  };

/** Some of the bytes are written, and the system says so. */
const short: Watch = async (_call, [bytes, offset, length], run) => {
  return run([bytes, offset, Math.ceil((length as number) / 3)]);
};

const names = Object.keys(SCENARIOS) as ScenarioName[];

describe.each(names)('%s', (name) => {
  it.each(['EIO', 'ENOSPC', 'EACCES'])(
    'is whole, old or new, whichever call fails with %s, and nothing stays behind',
    async (code) => {
      const calls = await callsOf(name);
      const old = SCENARIOS[name].before === null ? 'none' : 'old';
      const found: string[] = [];
      for (const [number, call] of calls.entries()) {
        const folder = freshFolder();
        await prepare(folder, name);
        const outcome = await act(folder, name, disturbing(number, failing(code))).then(
          () => 'saved',
          (error) => (error instanceof TsunoError ? error.message : `raw: ${error}`),
        );
        const version = versionIn(folder);
        const isRight =
          outcome === 'saved'
            ? version === 'new'
            : version === old || (version === 'new' && outcome.includes('is in its place'));
        const litter = await litterAfterNextSave(folder);
        if (!isRight || outcome.startsWith('raw') || litter.length > 0) {
          found.push(`${number} ${call}: ${outcome}, ${version}, ${litter}`);
        }
      }
      expect(found).toEqual([]);
      expect(calls.length).toBeGreaterThan(10);
    },
  );

  it('is new when writes are short', async () => {
    const calls = await callsOf(name);
    for (const [number, call] of calls.entries()) {
      if (call !== 'file.write') continue;
      const folder = freshFolder();
      await prepare(folder, name);
      await act(folder, name, disturbing(number, short));
      expect(versionIn(folder)).toBe('new');
    }
  });
});
