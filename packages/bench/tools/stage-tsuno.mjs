/**
 * Puts Tsuno into this folder's node_modules as npm would deliver it: built, with its manifest. What is measured is what
 * users get.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH, REPOSITORY } from '../places.mjs';

const STAGED = join(BENCH, 'node_modules', 'tsuno');
const BUILT = join(REPOSITORY, 'packages', 'tsuno', 'dist');

export function stageTsuno() {
  if (isFresh()) return;
  const build = join(REPOSITORY, 'packages', 'testing', 'build-packages.mjs');
  execFileSync(process.execPath, [build, 'tsuno'], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  rmSync(STAGED, { recursive: true, force: true });
  cpSync(BUILT, STAGED, { recursive: true });
}

function isFresh() {
  const made = join(STAGED, 'package.json');
  if (!existsSync(made)) return false;
  const since = statSync(made).mtimeMs;
  const packages = join(REPOSITORY, 'packages');
  return readdirSync(packages).every((name) =>
    ['package.json', 'src'].every((part) => !isNewer(join(packages, name, part), since)),
  );
}

function isNewer(path, since) {
  if (!existsSync(path)) return false;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs >= since;
  return readdirSync(path).some((name) => isNewer(join(path, name), since));
}
