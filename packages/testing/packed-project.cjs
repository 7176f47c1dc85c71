/** A user's project: every public package as npm would deliver it, and installed in an empty folder. */
const { execFileSync } = require('node:child_process');
const { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..', '..');

const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

/** The built packages: `dist` is each of them as it is published, manifest and all. */
function publishedFolders() {
  return [...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`), 'datasets']
    .map((folder) => join(root, folder, 'dist'))
    .filter((folder) => existsSync(join(folder, 'package.json')));
}

/** Packs the built packages into a folder, and returns the tarballs' paths by the packages' names. */
function packInto(destination, folders = publishedFolders()) {
  const said = run('npm', ['pack', '--json', '--pack-destination', destination, ...folders], root);
  return new Map(JSON.parse(said).map(({ name, filename }) => [name, join(destination, filename)]));
}

/** Makes the project in a temporary folder, hands it and the tarballs' paths to `use`, and removes it again. */
async function withPackedProject(use) {
  const project = mkdtempSync(join(tmpdir(), 'tsuno-packed-'));
  try {
    const tarballs = packInto(project);
    const dependencies = Object.fromEntries(
      [...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]),
    );
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies }),
    );
    run('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], project);
    await use(project, [...tarballs.values()]);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

module.exports = { packInto, root, run, withPackedProject };
