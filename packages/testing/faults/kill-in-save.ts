/** Saves once, and is killed right before or after one of the calls: `FOLDER SCENARIO NUMBER before|after`. */
import { act, type ScenarioName, unflushed } from '../../saving/test/places/save-scenarios.ts';
import { watchedSystem } from '../../saving/test/places/watched-system.ts';

const [folder, scenario, number, when] = process.argv.slice(2);
const progress = { calls: 0 };

const system = watchedSystem(unflushed, async (_call, args, run) => {
  const isIt = progress.calls++ === Number(number);
  if (isIt && when === 'before') process.kill(process.pid, 'SIGKILL');
  try {
    return await run(args);
  } finally {
    if (isIt && when === 'after') process.kill(process.pid, 'SIGKILL');
  }
});

act(folder, scenario as ScenarioName, system).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
