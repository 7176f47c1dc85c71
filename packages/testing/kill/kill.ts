/**
 * `npm run kills -- --kills 200 --seed 1`: trains random scenarios in processes that are killed (SIGKILL) at random
 * instants and begun again until they come through, and compares what comes of them with what comes of processes that
 * are left alone: the SHA-256 of the weights, the history, and what callbacks have written.
 *
 * `--jobs 2` does two scenarios at a time; `--only 7` does the seventh alone, with all that it writes left in its folder.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRng } from '@tsuno/core';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { type Scenario, scenarios } from '../src/resume/scenario.ts';

/** Kills of one scenario; then it is left to end. */
const MOST_KILLS = 4;
/** Milliseconds in which any of these trainings ends. */
const PATIENCE = 60_000;

interface Flags {
  readonly kills: number;
  readonly seed: number;
  readonly jobs: number;
  readonly only: number | null;
}

interface Ended {
  readonly wasKilled: boolean;
  /** Milliseconds from its beginning to train to its end. */
  readonly took: number;
  readonly code: number | null;
  readonly errors: string;
}

async function main({ kills, seed, jobs, only }: Flags): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'tsuno-kills-'));
  const program = await bundled(work);
  const sample = fc.sample(scenarios, { seed, numRuns: kills });
  const counts = new Map<string, number>();
  const failures: string[] = [];
  let done = 0;
  let killed = 0;
  let next = only ?? 0;
  const worker = async () => {
    while (only === null ? killed < kills && next < sample.length : next === only) {
      const index = next++;
      const folder = join(work, String(index));
      const result = await tried(program, sample[index], folder, seededRng(seed).fork(`${index}`));
      done += 1;
      killed += result.kills;
      for (const trait of traits(sample[index]))
        counts.set(trait, (counts.get(trait) ?? 0) + result.kills);
      if (result.failure === null) {
        if (only === null) rmSync(folder, { recursive: true, force: true });
      } else {
        failures.push(`scenario ${index}: ${result.failure}\n${JSON.stringify(sample[index])}`);
        console.error(failures.at(-1));
      }
      if (process.stderr.isTTY) {
        process.stderr.write(`${killed} kills, ${done} scenarios, ${failures.length} failures\r`);
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  console.log(
    `\n${killed} kills in ${done} scenarios, seed ${seed}; ${failures.length} came to something else.`,
  );
  console.log(
    [...counts]
      .sort()
      .map(([trait, count]) => `  ${trait}: ${count} kills`)
      .join('\n'),
  );
  if (failures.length === 0 && only === null) rmSync(work, { recursive: true, force: true });
  else console.log(`What was written is in ${work}.`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** Trains one scenario undisturbed and disturbed. */
async function tried(
  program: string,
  scenario: Scenario,
  folder: string,
  rng: ReturnType<typeof seededRng>,
) {
  const text = JSON.stringify(forKills(scenario));
  const [whole, torn] = [join(folder, 'whole'), join(folder, 'torn')];
  const undisturbed = await run([program, text, whole, 'whole'], PATIENCE, false);
  let kills = 0;
  const fail = (failure: string) => ({ kills, failure });
  if (undisturbed.code !== 0) return fail(`undisturbed it fails: ${undisturbed.errors}`);
  // A run that has ended before its kill is no kill; with backups it takes longer.
  let reach = undisturbed.took;
  while (!existsSync(join(torn, 'outcome.json'))) {
    const mayKill = kills < MOST_KILLS;
    const ended = await run(
      [program, text, torn],
      mayKill ? rng.uniform() * reach : PATIENCE,
      mayKill,
    );
    if (ended.wasKilled) kills += 1;
    else if (ended.code !== 0) return fail(`after ${kills} kills it fails: ${ended.errors}`);
    // Further on, most is done already.
    reach *= 0.9;
  }
  const [expected, got] = [whole, torn].map((each) =>
    readFileSync(join(each, 'outcome.json'), 'utf8'),
  );
  if (expected !== got)
    return fail(`after ${kills} kills it comes to\n${got}\nand undisturbed to\n${expected}`);
  const left = readdirSync(join(torn, 'backup')).filter(
    (name) => !name.startsWith('latest.backup'),
  );
  return left.length === 0 ? { kills, failure: null } : fail(`it leaves ${left.join(', ')}`);
}

/** Long enough to be killed several times. */
function forKills(scenario: Scenario): Scenario {
  const { initialEpoch, epochs, callbacks } = scenario;
  // Killed between the end of its run and its own, a process begins again, and adds to the file what it has added before.
  const adds = callbacks.includes('CSVLogger that appends');
  return {
    ...scenario,
    epochs: initialEpoch + 4 * (epochs - initialEpoch),
    deleteCheckpoint: scenario.deleteCheckpoint && !adds,
  };
}

/** Runs the program, and kills it so many milliseconds after it has begun to train. */
function run(args: readonly string[], after: number, isMeant: boolean): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let begun = performance.now();
    let errors = '';
    let wasKilled = false;
    const kill = () => {
      wasKilled = child.kill('SIGKILL');
      if (!isMeant) errors += `it took longer than ${after} ms`;
    };
    let timer = setTimeout(kill, PATIENCE);
    child.stderr.on('data', (text) => {
      errors += text;
    });
    child.stdout.once('data', () => {
      begun = performance.now();
      clearTimeout(timer);
      timer = setTimeout(kill, after);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const took = performance.now() - begun;
      resolve({ wasKilled: isMeant && wasKilled && signal === 'SIGKILL', took, code, errors });
    });
  });
}

/** The child as one file, which starts in a fraction of the time. */
async function bundled(folder: string): Promise<string> {
  const outfile = join(folder, 'child.cjs');
  await build({
    entryPoints: [join(__dirname, 'child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // Not needed for backups, and never loaded.
    external: ['h5wasm', '#h5wasm', '@zip.js/zip.js'],
    logLevel: 'error',
  });
  return outfile;
}

/** What is counted. */
function traits({
  engine,
  threads,
  data,
  saveFreq,
  shuffle,
  validation,
  optimizer,
  ...scenario
}: Scenario) {
  return [
    `engine ${engine}${engine === 'compiled' ? `, threads ${threads}` : ''}`,
    `data ${data}${data === 'arrays' ? `, shuffle ${shuffle}` : ''}`,
    `saveFreq ${saveFreq === 'epoch' ? 'epoch' : 'batches'}`,
    `validation ${validation}`,
    `optimizer ${optimizer}`,
    ...[...scenario.callbacks, ...scenario.layers].map((name) => `with ${name}`),
  ];
}

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});
main({
  kills: Number(values.kills),
  seed: Number(values.seed),
  jobs: Number(values.jobs),
  only: values.only === undefined ? null : Number(values.only),
}).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
