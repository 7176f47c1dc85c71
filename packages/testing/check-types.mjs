/**
 * Looks at the packed package as an editor and a compiler do, in a project of a user's that depends on `tsuno` alone, with
 * nothing hoisted: what editors show (`hovers.ts.txt`), which declarations are made of a module that exports models and
 * results (`exported.ts.txt`), what is said of typical mistakes (`mistakes.ts.txt`), and whether all versions of
 * TypeScript in `types` are content. `npm run type-versions` (after build); with `-- --update` the texts that are expected
 * are written anew.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { installTools } from './install-tools.cjs';
import packed from './packed-project.cjs';
import {
  diagnosticLines,
  hoverLines,
  namelessOptions,
  thrownLines,
  writeEverything,
} from './types/looks.mjs';
import { blocksOf, compareNotes, withNotes } from './types/notes.mjs';

const { root, run, withPackedProject } = packed;
const here = join(root, 'packages', 'testing', 'types');
const isUpdate = process.argv.includes('--update');
const VERSIONS = Object.keys(JSON.parse(readFileSync(join(here, 'package.json'))).dependencies);
const RESOLUTIONS = [
  { module: 'ESNext', moduleResolution: 'Bundler' },
  { module: 'Node16', moduleResolution: 'Node16' },
  { module: 'NodeNext', moduleResolution: 'NodeNext' },
];
const OPTIONS = {
  target: 'ES2022',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  strict: true,
  declaration: true,
  types: [],
};
/** What the docs say to those who check the declarations of libraries too. */
const CHECKED_LIBRARIES = {
  skipLibCheck: false,
  types: ['long'],
  typeRoots: ['./node_modules/tsuno/tfjs-types', './node_modules/@types'],
};

const problems = [];
const text = (name) => readFileSync(join(here, name), 'utf8');

installTools(here);
await withPackedProject(async (project, tarballs) => {
  const user = join(project, 'user');
  mkdirSync(user);
  const tarball = tarballs.find((path) => /tsuno-\d[^/\\]*$/.test(path));
  const manifest = { name: 'user', private: true, type: 'module' };
  writeFileSync(
    join(user, 'package.json'),
    JSON.stringify({ ...manifest, dependencies: { tsuno: `file:${tarball}` } }),
  );
  const pnpm = ['--yes', 'pnpm@10.34.9', 'install', '--ignore-workspace'];
  run('npx', [...pnpm, '--config.node-linker=isolated', '--reporter=silent'], user);
  const names = ['exported', 'alone', 'hovers', 'mistakes'];
  for (const name of names) cpSync(join(here, `${name}.ts.txt`), join(user, `${name}.ts`));

  const { options } = ts.convertCompilerOptionsFromJson(
    { ...OPTIONS, ...RESOLUTIONS[2], skipLibCheck: true },
    user,
  );
  expectNotes('hovers', '//?', hoverLines(user, options));
  expectNotes('mistakes', '//>', diagnosticLines(user, options));
  expectNotes('mistakes', '//!', thrownLines(user, text('mistakes.ts.txt')));
  await expectNamedOptions(user, options);
  expectDeclarations(user);
  const functions = await writeEverything(user);
  const unnamed = compile(user, 'typescript-6.0', ['everything.ts'], RESOLUTIONS[2]);
  if (unnamed.length > 0) problems.push(`everything.ts:\n${unnamed.join('\n')}`);
  console.log(`${functions} functions: ${unnamed.length} types that have no name.`);
  for (const version of VERSIONS) tryVersion(user, version);
});

if (problems.length > 0) {
  console.error(problems.join('\n\n'));
  process.exitCode = 1;
}

/** Holds what was said at each place against the notes below it. */
function expectNotes(name, mark, said) {
  const file = `${name}.ts.txt`;
  if (isUpdate) writeFileSync(join(here, file), withNotes(text(file), mark, said));
  const wrong = compareNotes(text(file), mark, said);
  problems.push(...wrong.map((problem) => `packages/testing/types/${file}: ${problem}`));
  console.log(`${file}, ${mark}: ${said.length} looked at, ${wrong.length} not as expected.`);
}

/** An option that is misspelt is refused with the name of the options, and not with half a page of their types. */
async function expectNamedOptions(user, options) {
  const { factories, nameless } = await namelessOptions(user, options);
  problems.push(...nameless.map((message) => `a factory's options have no name: ${message}`));
  console.log(`${factories} factories, the options of ${nameless.length} without a name.`);
}

/** The declarations of modules that export models and results: types by their names, and no error for want of one. */
function expectDeclarations(user) {
  for (const name of ['exported', 'alone']) {
    const found = compile(user, 'typescript-6.0', [`${name}.ts`], RESOLUTIONS[2]);
    if (found.length > 0) {
      problems.push(`${name}.ts:\n${found.join('\n')}`);
      continue;
    }
    const made = readFileSync(join(user, 'out', `${name}.d.ts`), 'utf8');
    const expected = `${name}.d.ts.txt`;
    if (isUpdate) writeFileSync(join(here, expected), made);
    if (made !== text(expected)) {
      problems.push(`${name}.d.ts is not as in packages/testing/types/${expected}:\n${made}`);
    }
  }
}

/** Every way to resolve modules, and once with the declarations of libraries checked too. Mistakes are mistakes in all. */
function tryVersion(user, version) {
  const good = ['exported.ts', 'alone.ts', 'hovers.ts'];
  const ways = [
    ...RESOLUTIONS,
    { ...RESOLUTIONS[0], ...CHECKED_LIBRARIES },
    { ...RESOLUTIONS[2], ...CHECKED_LIBRARIES },
  ];
  for (const way of ways) {
    const found = compile(user, version, good, way);
    const libraries = way.skipLibCheck === false ? ', libraries checked' : '';
    const place = `${version}, ${way.moduleResolution}${libraries}`;
    if (found.length > 0) problems.push(`${place}:\n${found.join('\n')}`);
    console.log(`${place}: ${found.length} errors.`);
  }
  const found = compile(user, version, ['mistakes.ts'], RESOLUTIONS[2]);
  const lines = new Set(found.map((line) => Number(/\((\d+),/.exec(line)?.[1])));
  const passed = blocksOf(text('mistakes.ts.txt')).filter(({ line }) => !lines.has(line));
  problems.push(...passed.map(({ line, code }) => `${version} takes line ${line}: ${code}`));
  console.log(`${version}: ${passed.length} mistakes that pass.`);
}

/** The compiler's complaints. */
function compile(user, version, files, options) {
  writeFileSync(
    join(user, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        ...OPTIONS,
        skipLibCheck: true,
        emitDeclarationOnly: true,
        outDir: 'out',
        rootDir: '.',
        ...options,
      },
      files,
    }),
  );
  const tsc = join(here, 'node_modules', version, 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', user, '--pretty', 'false'], {
    cwd: user,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => /error TS\d+/.test(line));
}
