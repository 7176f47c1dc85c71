/** Where the rows run: a project with the packed packages, the tools they are tried with, and the lecture's program. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import packed from '../packed-project.cjs';

const here = import.meta.dirname;
/** The lecture's program: for each of its files where it is. */
const PROGRAM = {
  lecture: 'lecture.ts',
  determinism: '../src/determinism.ts',
  lcg: '../src/lcg.ts',
  'threads-started': 'threads-started.ts',
  'report-of': 'report-of.ts',
  page: 'page.ts',
  worker: 'worker.ts',
};
const source = readFileSync(join(here, PROGRAM.determinism), 'utf8');
export const [, TRAINED_HASH] = /TRAINED_HASH =\s*'([0-9a-f]+)'/.exec(source);

/** Makes the project, hands the stage to `use`, and removes everything again. */
export async function withStage(use) {
  // Elsewhere than the project, so that nothing is found in its node_modules that should be in a bundle.
  const elsewhere = mkdtempSync(join(tmpdir(), 'tsuno-elsewhere-'));
  const installed = new Map();
  try {
    await packed.withPackedProject(async (project) => {
      const stage = {
        project,
        elsewhere,
        /** The folder of a project of `projects` that lies in the packed one, with its own tools installed. */
        tools(name) {
          if (!installed.has(name)) installed.set(name, install(project, name));
          return installed.get(name);
        },
        /** A new folder in the packed project. */
        folder: (...path) => madeFolder(join(project, 'out', ...path.map(plain))),
        run: (command, args, options) => run(command, args, { cwd: elsewhere, ...options }),
      };
      writeProgram(project, 'esm');
      writeFileSync(join(project, 'program.js'), PRINTS.esm);
      const cjs = madeFolder(join(project, 'commonjs'));
      writeFileSync(join(cjs, 'package.json'), '{ "type": "commonjs" }');
      writeProgram(cjs, 'cjs');
      writeFileSync(join(cjs, 'program.js'), PRINTS.cjs);
      await use(stage);
    });
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

/** What prints the report. Required and imported, the package has to be the same one: `import()` stays what it is. */
const PRINTS = {
  esm: `import { lecture } from './lecture.js';
lecture().then((report) => console.log(JSON.stringify(report)));
`,
  cjs: `const { lecture } = require('./lecture.js');
const { Sequential } = require('tsuno');
const { straightLine } = require('@tsuno/datasets');
async function program() {
  const imported = await import('tsuno');
  if (imported.Sequential !== Sequential) throw new Error('Required and imported it is two packages.');
  new Sequential([imported.layers.Dense({ units: 1 })]).predict(straightLine.load().x);
  console.log(JSON.stringify(await lecture()));
}
program();
`,
};

/** The program as ES modules (`esm`), as CommonJS (`cjs`), or in TypeScript as it would be written there (`ts`). */
export function writeProgram(folder, form, ending = '.js') {
  for (const [name, path] of Object.entries(PROGRAM)) {
    const text = readFileSync(join(here, path), 'utf8').replace(
      /'\.\/([a-z-]+)\.ts'/g,
      `'./$1${ending}'`,
    );
    if (form === 'ts') writeFileSync(join(folder, `${name}.ts`), text);
    else {
      const { code } = transformSync(text, { loader: 'ts', format: form, target: 'es2022' });
      writeFileSync(join(folder, `${name}.js`), code);
    }
  }
}

const plain = (text) => text.replaceAll(/\W+/g, '-');

function madeFolder(path) {
  mkdirSync(path, { recursive: true });
  return path;
}

async function install(project, name) {
  const folder = join(project, name);
  cpSync(join(here, 'projects', name), folder, {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  });
  // Not `npm ci`: it refuses a lockfile that names no packages of platforms which the registry did not have.
  const flags = ['--no-save', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const settings = { cwd: folder, timeout: 400_000 };
  await run('npm', ['install', ...flags, '--loglevel', 'error'], settings);
  return folder;
}

/** What the command prints. Where it fails, the error ends with what it said. */
function run(command, args, { timeout = 240_000, env, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const settings = { timeout, encoding: 'utf8', maxBuffer: 1e8, ...options };
    settings.env = { ...process.env, NODE_OPTIONS: '', ...env };
    execFile(command, args, settings, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else
        reject(
          new Error(
            `${error.killed ? 'took too long: ' : ''}${command} ${args.join(' ')}\n${stderr}\n${stdout}`,
          ),
        );
    });
  });
}

/** The version of what is installed in a project's folder. */
export function versionIn(folder, name) {
  const path = join(folder, 'node_modules', name, 'package.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')).version;
  return createRequire(join(folder, 'x.js'))(`${name}/package.json`).version;
}
