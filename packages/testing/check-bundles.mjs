/**
 * Bundles a program of the packed packages with every bundler in `bundlers`, and runs what comes out: it trains on both
 * engines, and must come to the same bits as it does unbundled. `npm run bundles` (after build).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import packed from './packed-project.cjs';

const { root, run, withPackedProject } = packed;
const here = join(root, 'packages', 'testing');
run(
  'npm',
  ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'],
  join(here, 'bundlers'),
);
const { BUN, BUNDLERS } = await import('./bundlers/bundlers.mjs');
const PAGE = pathToFileURL(join(here, 'bundlers', 'page.mjs')).href;
const COMMANDS = {
  node: [process.execPath],
  page: [process.execPath, '--import', PAGE],
  bun: [BUN],
};

// Elsewhere than the project, so that nothing is found in its node_modules that should be in the bundle.
const elsewhere = mkdtempSync(join(tmpdir(), 'tsuno-bundled-'));
process.on('exit', () => rmSync(elsewhere, { recursive: true, force: true }));

await withPackedProject(async (project) => {
  const source = readFileSync(join(here, 'src', 'determinism.ts'), 'utf8');
  for (const [name, path] of Object.entries({
    'bundle-program.js': join(here, 'bundle-program.ts'),
    'determinism.js': join(here, 'src', 'determinism.ts'),
    'lcg.js': join(here, 'src', 'lcg.ts'),
  })) {
    const { code } = transformSync(readFileSync(path, 'utf8'), { loader: 'ts' });
    writeFileSync(join(project, name), code.replace(/\.\/(src\/)?([a-z-]+)\.ts/g, './$2.js'));
  }
  const entry = join(project, 'bundle-program.js');
  const unbundled = print(COMMANDS.node, entry);
  const [, hash] = /TRAINED_HASH =\s*'([0-9a-f]+)'/.exec(source);
  if (!unbundled.includes(hash)) throw new Error(`Unbundled it prints ${unbundled}`);

  const failures = [];
  for (const [name, { to, in: place = 'node', with: bundle }] of BUNDLERS) {
    const folder = join(project, 'out', name.replaceAll(/\W+/g, '-'));
    const file = join(folder, `program.${to}`);
    mkdirSync(folder, { recursive: true });
    const problem = await attempt(async () => {
      await bundle(entry, file);
      const printed = print(COMMANDS[place], file);
      if (printed !== unbundled) throw new Error(`It prints ${printed}, not ${unbundled}`);
    });
    console.log(`${problem ? '✗' : '✓'} ${name}${problem ? `: ${problem}` : ''}`);
    if (problem) failures.push(name);
  }
  if (failures.length > 0)
    throw new Error(`Bundles that do not train alike: ${failures.join('; ')}`);
  console.log(`${BUNDLERS.length} bundles train to the bits of the unbundled program: ${hash}`);
});

function print([command, ...flags], file) {
  return execFileSync(command, [...flags, file], {
    cwd: elsewhere,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  }).trim();
}

/** What went wrong, in a line or two, or nothing. */
async function attempt(act) {
  try {
    await act();
    return undefined;
  } catch (error) {
    const text = String(error.stderr || error.stack || error);
    return /^.*Error: .*$/m.exec(text)?.[0].slice(0, 300) ?? text.slice(0, 300);
  }
}
