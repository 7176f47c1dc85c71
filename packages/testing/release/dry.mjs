/**
 * Rehearses a release: builds and checks the packages, publishes them to a registry on this machine with the command of
 * the release, installs them from there with every common package manager in an empty project with an empty cache, and
 * runs the lecture's program in each. `npm run release:dry`.
 *
 * Nothing is left but what the registry has fetched from upstream, for the next time.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicPackages, root } from '../build/workspace.mjs';
import tools from '../install-tools.cjs';
import { environmentOf, MANAGERS } from './managers.mjs';
import { publishTo, requireUnpublished } from './publish.mjs';
import { startRegistry } from './registry.mjs';
import tree from './tree.cjs';

const here = join(root, 'packages', 'testing', 'release');
const LECTURE = readFileSync(join(here, 'lecture.mjs.txt'), 'utf8');

const home = mkdtempSync(join(tmpdir(), 'tsuno-release-'));
const failures = [];
const accuracies = [];
let registry;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
try {
  await rehearse();
} catch (error) {
  failures.push([error.message, error.stdout].filter(Boolean).join('\n'));
} finally {
  registry?.stop();
}
if (failures.length > 0) {
  console.error(`\nNot ready to be released:\n${failures.map((each) => `  ${each}`).join('\n')}`);
  process.exit(1);
}
console.log('\nReady to be released.');

async function rehearse() {
  tools.installTools(here);
  const packages = publicPackages();
  const own = packages.map(({ manifest }) => manifest.name);
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  requireUnpublished(packages, upstream);
  if (!process.argv.includes('--built')) {
    step('Building');
    run('npm', ['run', '--silent', 'build'], root);
  }
  step('Checking files, manifests and types');
  run('npm', ['run', '--silent', 'packed'], root);
  registry = await startRegistry({ home, upstream, own });
  step(`Publishing to ${registry.address}`);
  publishTo(registry.address, join(home, 'repository'), environment('publish'));
  step('What tsuno alone brings');
  measureTree();
  step('The lecture’s program: its accuracy with import, and with require()');
  console.table(MANAGERS.map((manager) => tried(manager, ['tsuno', '@tsuno/datasets'])));
  requireOneResult();
}

function measureTree() {
  const project = emptyProject('alone');
  const [npm] = MANAGERS;
  run(npm.command[0], [...npm.install, 'tsuno'], project, environment('alone'));
  const modules = join(project, 'node_modules');
  const alone = { packages: tree.packagesIn(modules).size, megabytes: tree.bytesIn(modules) / 1e6 };
  run(
    npm.command[0],
    [...npm.install, '@tsuno/datasets', '@tsuno/drawing'],
    project,
    environment('alone'),
  );
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
  const scripts = tree.withInstallScripts(lock);
  console.log(
    `${alone.packages} packages, ${alone.megabytes.toFixed(1)} MB; ${scripts.length} install scripts in all that the three packages bring`,
  );
  failures.push(...tree.treeProblems({ ...alone, scripts }));
}

/** A row of the table: the packages, installed by this manager, and the lecture's program with them. */
function tried(manager, wanted) {
  const { name, command, install, program, files = () => ({}), onlyImports = false } = manager;
  const label = name.replaceAll(/\W+/g, '-');
  const project = emptyProject(label);
  const env = environment(label);
  const row = {
    manager: name,
    version: '',
    packages: '',
    MB: '',
    seconds: '',
    import: '✗',
    require: '✗',
  };
  const place = { address: registry.address, home: homeOf(label) };
  for (const [path, text] of Object.entries(files(place))) writeFileSync(join(project, path), text);
  const lecture = (file) => accuracyIn(run(program[0], [...program.slice(1), file], project, env));
  try {
    const [executable, ...flags] = command;
    row.version = run(executable, [...flags, '--version'], project, env).trim();
    const start = performance.now();
    run(executable, [...flags, ...install, ...wanted], project, env);
    row.seconds = Number(((performance.now() - start) / 1000).toFixed(1));
    Object.assign(row, sizeOf(project));
    row.import = lecture('lecture.mjs');
    row.require = onlyImports ? '–' : lecture('lecture.cjs');
  } catch (error) {
    failures.push(`${name}: ${String(error.stderr || error.stdout || error.message).slice(-1500)}`);
  }
  accuracies.push(...[row.import, row.require].filter((each) => typeof each === 'number'));
  return row;
}

/** One seed, one result: whoever installed it, however it was loaded, in Node and in Bun. */
function requireOneResult() {
  const [first, ...others] = accuracies;
  if (!(first > 0.6) || others.some((each) => each !== first)) {
    failures.push(`The lecture's program ends in different accuracies: ${accuracies.join(', ')}.`);
  }
}

function emptyProject(name) {
  const project = join(home, name);
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "name": "rehearsal", "private": true }\n');
  writeFileSync(join(project, 'lecture.mjs'), LECTURE);
  writeFileSync(join(project, 'lecture.cjs'), asCommonJs(LECTURE));
  return project;
}

/** The same program with `require()`. */
function asCommonJs(program) {
  const required = program.replaceAll(
    /^import (\{.*\}) from ('.*');$/gm,
    'const $1 = require($2);',
  );
  return `(async () => {\n${required}})();\n`;
}

/** How much came; with PnP packages stay zipped. */
function sizeOf(project) {
  const zipped = join(project, '.yarn', 'cache');
  const packages = tree.packagesIn(join(project, 'node_modules')).size;
  if (packages > 0) return { packages, MB: megabytes(join(project, 'node_modules')) };
  const zips = readdirSync(zipped).filter((name) => name.endsWith('.zip')).length;
  return { packages: zips, MB: `${megabytes(zipped)} zipped` };
}

function megabytes(folder) {
  return Math.round(tree.bytesIn(folder) / 1e6);
}

function accuracyIn(printed) {
  return Number(/accuracy (\S+)/.exec(printed)?.[1] ?? Number.NaN);
}

function environment(label) {
  return environmentOf({ address: registry.address, home: homeOf(label) });
}

function homeOf(label) {
  return join(home, `${label}-home`);
}

function run(command, args, cwd, env = process.env) {
  return execFileSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
  });
}

function step(what) {
  console.log(`\n${what}`);
}
