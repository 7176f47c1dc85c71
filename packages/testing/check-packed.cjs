/**
 * Packs every public package, installs the tarballs in an empty folder as a user's project would, and there checks
 * the packages' files, manifests and types, type-checks the lecture's program and runs it as plain ESM. `npm run packed`
 * (after build).
 */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { installTools } = require('./install-tools.cjs');
const { root, run, withPackedProject } = require('./packed-project.cjs');
const { tarballProblems } = require('./release/tarball.cjs');

const LINTERS = join(__dirname, 'linters');

const DRAWS = /^@tsuno\/drawing$|^@observablehq\/|^linkedom$|^@resvg\/|^d3($|-)/;

/** The manifest in a tarball, and the paths of its files. */
function contentOf(tarball) {
  const files = run('tar', ['-tzf', tarball], root).trim().split('\n');
  const manifest = JSON.parse(run('tar', ['-xzOf', tarball, 'package/package.json'], root));
  return [manifest, files.map((path) => path.replace(/^package\//, ''))];
}

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

withPackedProject((project, tarballs) => {
  installTools(LINTERS);
  for (const tarball of tarballs) {
    const problems = tarballProblems(...contentOf(tarball));
    if (problems.length > 0) throw new Error(problems.join('\n'));
    run(join(root, 'node_modules', '.bin', 'publint'), ['run', tarball, '--strict'], root);
    const attw = join(LINTERS, 'node_modules', '.bin', 'attw');
    // The types are those of the ES modules for Jest's CommonJS too: TypeScript is led to no other (`types` comes first).
    const flags = ['--profile', 'esm-only', '--ignore-rules', 'false-esm', '--quiet'];
    run(attw, [tarball, ...flags], root);
  }
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
}).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
