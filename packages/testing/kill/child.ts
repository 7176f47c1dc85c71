import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sequential } from 'tsuno';
import type { Scenario } from '../src/resume/scenario.ts';
import { train } from '../src/resume/training.ts';

/**
 * Trains the scenario in its first argument to the end, with backups in the folder of its second, or without them where
 * its third is "whole", and leaves what came of it in `outcome.json`. `kill.ts` kills it meanwhile.
 */
async function main([scenario, folder, mode]: readonly string[]) {
  console.warn = () => {};
  console.info = () => {};
  mkdirSync(folder, { recursive: true });
  process.stdout.write('begun');
  const outcome = await train(JSON.parse(scenario) as Scenario, {
    create: (layers, options) => new Sequential(layers, options),
    folder,
    backupDir: mode === 'whole' ? null : join(folder, 'backup'),
  });
  writeFileSync(join(folder, 'coming.json'), JSON.stringify(outcome));
  renameSync(join(folder, 'coming.json'), join(folder, 'outcome.json'));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(3);
});
