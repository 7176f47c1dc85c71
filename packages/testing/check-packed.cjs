/**
 * Packs every public package, installs the tarballs in an empty folder as a user's project would, and there checks
 * the packages' manifests, type-checks the lecture's program and runs it as plain ESM. `npm run packed` (after build).
 */
const { execFileSync } = require('node:child_process');
const { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..', '..');
const folders = [
  ...readdirSync(join(root, 'packages')).map((name) => join('packages', name)),
  'datasets',
];
const manifests = folders
  .map((folder) => ({
    folder,
    ...JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
  }))
  .filter((manifest) => !manifest.private);

const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

const DRAWS = /^@tsuno\/drawing$|^@observablehq\/|^linkedom$|^@resvg\/|^d3($|-)/;

/** All packages that npm has installed because of this one. */
function broughtBy(name, project) {
  const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
  const found = new Set([name]);
  for (const each of found) {
    const { dependencies = {}, optionalDependencies = {} } = packages[`node_modules/${each}`] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) found.add(next);
  }
  return [...found];
}

const project = mkdtempSync(join(tmpdir(), 'tsuno-packed-'));
try {
  const tarballs = manifests.map(({ folder, name }) => {
    const printed = run(
      'npx',
      ['--yes', 'pnpm@10.34.9', 'pack', '--pack-destination', project],
      join(root, folder),
    );
    const file = printed.trim().split('\n').at(-1);
    run(
      join(root, 'node_modules', '.bin', 'publint'),
      ['run', resolve(project, file), '--strict'],
      root,
    );
    return [name, `file:${resolve(project, file)}`];
  });
  const dependencies = Object.fromEntries(tarballs);
  const own = {
    name: 'consumer',
    private: true,
    type: 'module',
    dependencies,
    overrides: dependencies,
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify(own));
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], project);

  const program = readFileSync(join(__dirname, 'packed-program.ts.txt'), 'utf8');
  writeFileSync(join(project, 'program.ts'), program);
  const options = {
    target: 'ES2022',
    module: 'NodeNext',
    strict: true,
    outDir: 'out',
    rootDir: '.',
    types: [],
    lib: ['ES2023', 'DOM'],
    skipLibCheck: true,
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['program.ts'] }),
  );
  run(join(root, 'node_modules', '.bin', 'tsc'), ['-p', project], project);
  process.stdout.write(run('node', ['out/program.js'], project));
  const brought = broughtBy('tsuno', project);
  const unwanted = brought.filter((name) => DRAWS.test(name));
  if (unwanted.length > 0) throw new Error(`installing tsuno brings ${unwanted.join(', ')}`);
  console.log(
    `${tarballs.length} packages, packed and installed: the lecture's program compiles and runs. tsuno brings ${brought.length} packages, none that draws.`,
  );
} finally {
  rmSync(project, { recursive: true, force: true });
}
