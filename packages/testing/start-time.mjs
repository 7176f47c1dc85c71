/**
 * How long importing Tsuno takes: Node alone, with TensorFlow.js (its core and the cpu backend), and with the packed
 * package, in turns, because a machine is not equally fast at all times. A benchmark, and no test: `npm run start-time`
 * (after build), `npm run start-time -- 31` for another number of turns. It measures the Node that runs it.
 */
import { spawnSync } from 'node:child_process';
import packed from './packed-project.cjs';

const PROGRAMS = {
  'Node alone': '',
  'with tfjs':
    "await import('@tensorflow/tfjs-core'); await import('@tensorflow/tfjs-backend-cpu');",
  'with tsuno': "await import('tsuno');",
};

const turns = Number(process.argv[2] ?? 15);
const times = Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, []]));
await packed.withPackedProject((project) => {
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, program] of Object.entries(PROGRAMS)) {
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', program],
        {
          cwd: project,
          encoding: 'utf8',
        },
      );
      if (status !== 0) throw new Error(stderr);
      times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
});

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const alone = median(times['Node alone']);
console.log(`Node ${process.versions.node}, medians of ${turns} turns in milliseconds:`);
console.table(
  Object.entries(times).map(([name, values]) => ({
    name,
    median: Math.round(median(values)),
    fastest: Math.round(Math.min(...values)),
    'over Node alone': Math.round(median(values) - alone),
  })),
);
