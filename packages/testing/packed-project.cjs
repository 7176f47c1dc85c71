/** A user's project: every public package packed as npm would deliver it, and installed in an empty folder. */
const { execFileSync } = require('node:child_process');
const {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..', '..');

const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

/** The public packages: their names, and their folders from the root. */
function publicPackages() {
  return [...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`), 'datasets']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => [folder, JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))])
    .filter(([, manifest]) => !manifest.private)
    .map(([folder, { name, version }]) => ({ folder, name, version }));
}

/** Makes the project in a temporary folder, hands it and the tarballs' paths to `use`, and removes it again. */
async function withPackedProject(use) {
  const project = mkdtempSync(join(tmpdir(), 'tsuno-packed-'));
  try {
    const packages = publicPackages();
    const filters = packages.flatMap(({ folder }) => ['--filter', `./${folder}`]);
    run(
      'npx',
      ['--yes', 'pnpm@10.34.9', '-r', ...filters, 'pack', '--pack-destination', project],
      root,
    );
    const tarballs = packages.map(({ name, version }) =>
      join(project, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
    );
    const dependencies = Object.fromEntries(
      packages.map(({ name }, index) => [name, `file:${tarballs[index]}`]),
    );
    const manifest = { name: 'consumer', private: true, type: 'module', dependencies };
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ ...manifest, overrides: dependencies }),
    );
    run('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], project);
    await use(project, tarballs);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

module.exports = { root, run, withPackedProject };
