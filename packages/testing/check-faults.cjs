/** Bundles the programs of faults/ and runs them: `npm run faults`. */
const { spawnSync } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const esbuild = require('esbuild');

const folder = mkdtempSync(join(tmpdir(), 'tsuno-faults-bundles-'));
const [faults, ...programs] = ['faults', 'kill-in-save', 'save-for-ever'].map((name) => {
  const outfile = join(folder, `${name}.cjs`);
  esbuild.buildSync({
    entryPoints: [join(__dirname, 'faults', `${name}.ts`)],
    bundle: true,
    outfile,
    format: 'cjs',
    platform: 'node',
    treeShaking: true,
    logLevel: 'error',
  });
  return outfile;
});
try {
  process.exitCode = spawnSync(process.execPath, [faults, ...programs], {
    stdio: 'inherit',
  }).status;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
