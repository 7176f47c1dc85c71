/** Optimizers at many learning rates on MNIST digits, and a report of it. `npm run compare -- --help` */
import { mkdtemp, rmdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { mnist } from '@tsuno/datasets';
import { writeReport } from '@tsuno/drawing';
import { lab } from 'tsuno';
import { makeFolder } from 'tsuno/core';
import { readFlags } from '../shared/flags.ts';
import { FlagError, runExample } from '../shared/run-example.ts';
import { bulletList } from './bullet-list.ts';
import { chooseOptimizers, chooseRates, requireCount } from './choices.ts';
import { lectureModel, whatAdamDoes } from './lecture-model.ts';
import { progressLine } from './progress-line.ts';
import { digitTensors, shareDigits } from './shared-digits.ts';
import { workerPool } from './worker-pool.ts';

const flags = readFlags(
  'npm run compare -- [flags]\nTrains the lecture’s network on MNIST with several optimizers at several learning rates, and writes a report.',
  {
    data: [
      'digits',
      'digits: the 8,000 installed ones; full: all 60,000; or a folder with IDX files',
    ],
    optimizers: [
      'classic',
      `a line-up (${Object.keys(lab.lineups).join(', ')}), or names: SGD,Adam,…`,
    ],
    rates: ['all', 'learning rates with commas between; all: 1e-5, 1e-4, … 10'],
    epochs: [20, 'times over the training digits'],
    seeds: [3, 'runs for each, from different starts'],
    out: ['report', 'the folder for the report'],
    png: [false, 'writes the pictures as .png too'],
  },
);

async function main(): Promise<void> {
  const optimizers = chooseOptimizers(flags.optimizers);
  const rates = chooseRates(flags.rates);
  const epochs = requireCount('epochs', flags.epochs, 1000);
  const seeds = Array.from({ length: requireCount('seeds', flags.seeds, 100) }, (_, i) => i + 1);
  const folder = await writableFolder(flags.out);
  const digits = shareDigits(await loadDigits(flags.data));
  const names = Object.keys(optimizers);
  console.log(
    `${names.join(', ')} at ${count(rates, 'rate')} with ${count(seeds, 'seed')}, ${epochs} epochs each. Ctrl-C stops, and reports what is finished.`,
  );

  const data = digitTensors(digits);
  const stop = stopOnInterrupt();
  const pool = workerPool(digits, availableParallelism());
  const progress = progressLine();
  const begun = performance.now();
  const sweep = await lab
    .sweepLearningRates({
      model: lectureModel,
      data,
      optimizers,
      rates,
      epochs,
      seeds,
      signal: stop,
      runner: pool,
      onProgress: progress.show,
    })
    .finally(pool.close);
  progress.end();
  if (sweep.runs.length === 0) {
    console.log('Stopped before the first run was finished: there is nothing to report.');
    process.exitCode = INTERRUPTED;
    return;
  }
  const seconds = (performance.now() - begun) / 1000;
  const own = lab.comparisonOf(sweep, { at: 'own' });
  const best = lab.comparisonOf(sweep, { at: 'best' });
  const files = await writeReport(
    {
      sweep,
      ...(own.runs.length > 0 && { defaults: own }),
      best,
      ...(stop.aborted ? {} : await whatAdamDoes(data)),
    },
    folder,
    { title: 'Learning rates of the lecture’s network', png: flags.png },
  );
  console.log(`\n${bulletList(lab.headlines(sweep))}`);
  console.log(
    `\n${sweep.runs.length} of ${sweep.setting.planned} runs in ${seconds.toFixed(0)} s. ${files.length} files; open ${join(folder, 'report.html')}`,
  );
  if (stop.aborted) process.exitCode = INTERRUPTED;
}

/** What shells expect of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** The folder for the report, made now: after a minute of training it would be too late to find that it cannot be. */
async function writableFolder(out: string): Promise<string> {
  const folder = resolve(out);
  try {
    await makeFolder(folder);
    await rmdir(await mkdtemp(join(folder, '.try-')));
  } catch (cause) {
    throw new FlagError(
      `--out: a report cannot be written to ${folder} (${(cause as Error).message}). Give another folder.`,
    );
  }
  return folder;
}

function count(list: readonly unknown[], word: string): string {
  return `${list.length} ${word}${list.length === 1 ? '' : 's'}`;
}

function loadDigits(data: string) {
  if (data === 'digits') return mnist.load({ full: false });
  return mnist.load(data === 'full' ? { full: true } : { dir: data });
}

/** The first Ctrl-C asks for the end, the second is the end. */
function stopOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGINT', () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    console.log('\nStopping …');
    controller.abort();
  });
  return controller.signal;
}

runExample(main);
