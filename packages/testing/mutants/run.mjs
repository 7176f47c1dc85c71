/**
 * Mutation testing by hand: `npm run mutants -- packages/losses [--sample 100] [--seed 1]`.
 *
 * Stryker changes the package's sources one place at a time, in a checkout of its own of the last commit, and runs the
 * tests that reach that place; a seeded sample of the changes is tried. What survives is a list of tests to write.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { isSampled } from './sample.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..', '..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});
const [target] = positionals;
if (positionals.length !== 1 || !/^(packages\/[\w-]+|datasets)$/.test(target)) {
  console.error('mutants: expected one package, such as packages/losses.');
  process.exit(2);
}

const sources = readdirSync(join(ROOT, target, 'src'), { recursive: true })
  .filter((name) => /\.ts$/.test(name) && !/(^|\/)index\.ts$|\.gen\.ts$/.test(name))
  .map((name) => join(target, 'src', name));

const rate = Math.min(1, Number(values.sample) / (await countMutants()));
const checkout = mkdtempSync(join(tmpdir(), 'tsuno-mutants-'));
try {
  execFileSync('git', ['worktree', 'add', '--detach', checkout, 'HEAD'], { cwd: ROOT });
  execFileSync('npm', ['run', 'bootstrap'], { cwd: checkout, stdio: 'ignore' });
  // Stryker looks for jest's environment beside the project's own packages, where pnpm has none that is not asked for.
  symlinkSync(
    '.pnpm/node_modules/jest-environment-node',
    join(checkout, 'node_modules/jest-environment-node'),
  );
  symlinkSync(join(HERE, 'node_modules'), join(checkout, 'packages/testing/mutants/node_modules'));
  writeFileSync(join(checkout, 'stryker.conf.json'), JSON.stringify(configuration(), null, 2));
  const { status } = spawnSync(
    process.execPath,
    [join(HERE, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', 'stryker.conf.json'],
    {
      cwd: checkout,
      stdio: 'inherit',
      env: {
        ...process.env,
        MUTANTS_TARGET: target,
        MUTANTS_RATE: String(rate),
        MUTANTS_SEED: values.seed,
      },
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  report(JSON.parse(readFileSync(join(checkout, 'mutants.json'), 'utf8')));
} finally {
  execFileSync('git', ['worktree', 'remove', '--force', checkout], { cwd: ROOT });
  rmSync(checkout, { recursive: true, force: true });
}

function configuration() {
  return {
    inPlace: true,
    mutate: sources,
    testRunner: 'jest',
    plugins: [
      join(HERE, 'node_modules/@stryker-mutator/jest-runner/dist/src/index.js'),
      join(HERE, 'sample-checker.mjs'),
    ],
    checkers: ['sample'],
    disableTypeChecks: false,
    coverageAnalysis: 'perTest',
    concurrency: 2,
    timeoutMS: 120_000,
    dryRunTimeoutMinutes: 20,
    jest: { configFile: 'packages/testing/mutants/jest.config.cjs', enableFindRelatedTests: true },
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: 'mutants.json' },
    // Words are not behaviour that a test should pin letter by letter.
    mutator: { excludedMutations: ['StringLiteral'] },
    tempDirName: 'stryker-tmp',
    cleanTempDir: true,
  };
}

/** How many changes there are to choose from. */
async function countMutants() {
  const logger = Object.fromEntries(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, () => {}]),
  );
  logger.isDebugEnabled = () => false;
  const injector = {
    provideValue: () => injector,
    injectClass: (Class) => new Class(logger),
  };
  const files = sources.map((name) => ({
    name: join(ROOT, name),
    mutate: true,
    content: readFileSync(join(ROOT, name), 'utf8'),
  }));
  const options = { excludedMutations: ['StringLiteral'], ignorers: [], plugins: null };
  const { mutants } = await createInstrumenter(injector).instrument(files, options);
  return mutants.length;
}

/** The score of the sample, and what survived. */
function report({ files }) {
  const tried = Object.entries(files).flatMap(([name, { source, mutants }]) =>
    mutants
      .map((mutant) => ({ ...mutant, fileName: relative(checkout, join(checkout, name)), source }))
      .filter((mutant) => !['CompileError', 'Ignored', 'RuntimeError'].includes(mutant.status))
      .filter((mutant) => isSampled(mutant, rate, values.seed)),
  );
  const isKilled = ({ status }) => status === 'Killed' || status === 'Timeout';
  const killed = tried.filter(isKilled).length;
  for (const { fileName, location, source, replacement, status } of tried.filter(
    (mutant) => !isKilled(mutant),
  )) {
    const { start, end } = location;
    const lines = source.split('\n').slice(start.line - 1, end.line);
    const before = lines.length === 1 ? lines[0].slice(start.column - 1, end.column - 1) : lines[0];
    console.log(`${status} ${fileName}:${start.line}  ${before.trim()}  →  ${replacement}`);
  }
  const share = ((100 * killed) / tried.length).toFixed(0);
  console.log(
    `${target}: ${killed} of ${tried.length} mutants killed, ${share} % (seed ${values.seed}).`,
  );
}
