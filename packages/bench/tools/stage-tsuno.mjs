/**
 * Puts Tsuno's packages into this folder's node_modules as npm would deliver them: compiled by tsc to ES modules, with
 * the `exports` of `publishConfig`. What is measured is what users get. The packages' own dist folders stay untouched.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BENCH, REPOSITORY } from '../places.mjs';

const MODULES = join(BENCH, 'node_modules');

export function stageTsuno() {
  const tsc = createRequire(join(REPOSITORY, 'package.json')).resolve('typescript/bin/tsc');
  for (const { folder, manifest } of publicPackages()) {
    const target = join(MODULES, manifest.name);
    if (isFresh(target, folder)) continue;
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    const flags = ['--noCheck', '--declaration', 'false', '--declarationMap', 'false'];
    execFileSync(
      process.execPath,
      [tsc, '-p', 'tsconfig.build.json', '--outDir', join(target, 'dist'), ...flags],
      { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] },
    );
    const { publishConfig, devDependencies, ...kept } = manifest;
    // Last, so that a build that was broken off is not taken for a whole one.
    writeFileSync(
      join(target, 'package.json'),
      JSON.stringify({ ...kept, exports: publishConfig.exports }, null, 2),
    );
    for (const name of Object.keys(manifest.dependencies ?? {})) linkDependency(folder, name);
  }
}

/** Tsuno's packages, without those that are not published. */
export function publicPackages() {
  return readdirSync(join(REPOSITORY, 'packages'))
    .map((name) => join(REPOSITORY, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
    }))
    .filter(({ manifest }) => !manifest.private);
}

function isFresh(target, folder) {
  const made = join(target, 'package.json');
  if (!existsSync(made)) return false;
  const since = statSync(made).mtimeMs;
  const sources = readdirSync(join(folder, 'src'), { recursive: true }).map((name) =>
    join(folder, 'src', name),
  );
  return [folder, join(folder, 'package.json'), ...sources].every(
    (file) => file === folder || statSync(file).mtimeMs < since,
  );
}

/** A package from outside that the benchmark does not bring itself is taken from the repository's own install. */
function linkDependency(folder, name) {
  const link = join(MODULES, name);
  const installed = join(folder, 'node_modules', name);
  if (name.startsWith('@tsuno/') || existsSync(link) || !existsSync(installed)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(realpathSync(installed), link);
}
