/** Tsuno against its peers: `npm run bench -- --help`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contestants } from './contestants/index.mjs';
import { readFlags } from './flags.mjs';
import { describeMachine } from './machine.mjs';
import { BENCH } from './places.mjs';
import { markdownReport } from './report.mjs';
import { measureBundle } from './sections/bundle.mjs';
import { measureKernels } from './sections/kernels.mjs';
import { measurePrediction } from './sections/prediction.mjs';
import { measureScaling } from './sections/scaling.mjs';
import { measureTraining } from './sections/training.mjs';
import { measureWhole } from './sections/whole.mjs';
import { stageTsuno } from './tools/stage-tsuno.mjs';

const MEASURES = {
  training: measureTraining,
  prediction: measurePrediction,
  kernels: measureKernels,
  scaling: measureScaling,
  whole: measureWhole,
  bundle: measureBundle,
};

async function main(flags) {
  const machine = describeMachine();
  const log = (text) => process.stderr.write(`· ${text}\n`);
  log('building Tsuno');
  stageTsuno();
  const all = await contestants(flags);
  // Tsuno is what the others are compared with.
  const chosen = all.filter(
    ({ name }) => flags.names.length === 0 || name === 'tsuno' || flags.names.includes(name),
  );
  const unknown = flags.names.filter((name) => !all.some((each) => each.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `--only: there is no ${unknown.join(', ')}. Contestants: ${all.map(({ name }) => name).join(', ')}.`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'tsuno-bench-'));
  const records = [];
  try {
    for (const section of flags.sections) {
      records.push(...(await measured(section, { ...flags, contestants: chosen, folder, log })));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { python, ...settings } = flags;
  const report = { machine, settings: { ...settings, python: python !== undefined }, records };
  mkdirSync(join(BENCH, 'results'), { recursive: true });
  writeFileSync(join(BENCH, 'results', 'latest.json'), `${JSON.stringify(report, null, 1)}\n`);
  console.log(markdownReport(report));
}

/** A part that fails is shown as such, and the others are measured all the same. */
async function measured(section, options) {
  try {
    return await MEASURES[section](options);
  } catch (error) {
    return [
      { section, measure: section, name: section, title: 'all', error: String(error.message) },
    ];
  }
}

const flags = readFlags();
if (flags !== null) {
  main(flags).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
