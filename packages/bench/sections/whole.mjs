/** Whole programs, from the start of the process. */
import { runNode, runProgram } from '../tools/run-program.mjs';
import { summarize } from '../tools/statistics.mjs';
import { WORKLOADS } from '../workloads.mjs';

const EXAMPLE = ['-r', 'ts-node/register', 'examples/mnist/train.ts', '--epochs', '10'];

export async function measureWhole({ rounds, log }) {
  log('whole programs');
  const times = { example: [], nothing: [], imported: [], trained: [] };
  const memory = { none: [], lecture: [], big: [] };
  for (let round = 0; round < Math.min(rounds, 5); round++) {
    times.example.push((await runNode(EXAMPLE)).seconds);
    times.nothing.push(1000 * (await runNode(['-e', '0'], { isPinned: true })).seconds);
    const { answer } = await runProgram('first-step.mjs');
    times.imported.push(answer.imported);
    times.trained.push(answer.trained);
    for (const model of Object.keys(memory)) {
      const options = { model: model === 'none' ? null : model };
      memory[model].push((await runProgram('peak-memory.mjs', options)).answer.megabytes);
    }
  }
  const record = (measure, name, title, unit, samples) => ({
    section: 'whole',
    measure,
    name,
    title,
    unit,
    ...summarize(samples),
  });
  const cold = 'from the start of the process';
  const peak = 'most memory of a process';
  return [
    record(cold, 'mnist', 'examples/mnist, 10 epochs (ts-node, not pinned)', 's', times.example),
    record(cold, 'first-step', 'built package: first step done', 'ms', times.trained),
    record(cold, 'imported', 'built package: imported', 'ms', times.imported),
    record(cold, 'node', 'Node alone, until its end', 'ms', times.nothing),
    ...['lecture', 'big'].map((model) =>
      record(peak, model, `training ${WORKLOADS[model].title}`, 'MB', memory[model]),
    ),
    record(peak, 'none', 'Node alone', 'MB', memory.none),
  ];
}
