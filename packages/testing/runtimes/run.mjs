/**
 * Runs the lecture's program of the packed packages in every place of the list, and holds what comes out against what
 * it comes to here. After `npm run build`:
 *
 * - `npm run runtimes` runs all rows, `-- NAME…` those whose names hold one of these words, `-- --list` names them;
 * - `-- --write` writes what comes out into docs/runtimes.md, and leaves the rows there that were not run;
 * - `npm run bundles` runs what is in the list for bundlers and Node, which `npm run check` does.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROWS } from './rows.mjs';
import { TRAINED_HASH, withStage } from './stage.mjs';
import { writeTable } from './table.mjs';

const { values: asked, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean' },
    write: { type: 'boolean' },
    checked: { type: 'boolean' },
    verbose: { type: 'boolean' },
  },
});
const namesOf = (some) => some.map(({ name }) => name);
const rows = ROWS.filter(
  ({ name, checked }) =>
    (!asked.checked || checked) &&
    (words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase()))),
);
if (asked.list) console.log(namesOf(rows).join('\n'));
else if (rows.length === 0)
  throw new Error(`No row is called ${words.join(' or ')}. --list names them.`);
else await withStage(runAll);

async function runAll(stage) {
  const here = JSON.parse(await stage.run(process.execPath, [join(stage.project, 'program.js')]));
  if (here.hash !== TRAINED_HASH) throw new Error(`Here it comes to ${JSON.stringify(here)}`);
  const results = [];
  for (const row of rows) {
    const start = performance.now();
    const result = await runRow(stage, row, here);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const { name, version, ran, problem } = result;
    console.log(`${problem ? '✗' : '✓'} ${name} ${version} (${seconds} s): ${problem ?? ran}`);
    results.push(result);
  }
  const failed = results.filter(({ problem }) => problem);
  if (asked.write) writeTable(namesOf(ROWS), results);
  console.log(`${results.length - failed.length} of ${results.length} places train alike.`);
  if (failed.length > 0) process.exitCode = 1;
}

async function runRow(stage, row, here) {
  const result = { ...row, version: '' };
  try {
    result.version = await row.version(stage);
    const report = await row.run(stage);
    return { ...result, ran: row.told ? row.told(report) : told(report, here) };
  } catch (error) {
    return { ...result, problem: briefly(error.message) };
  }
}

/** The line that says what went wrong, or the end of what was said. */
function briefly(text) {
  if (asked.verbose) return text;
  const line = /^\W*(\w*[Ee]rror|Warning|took too long): .*$/m.exec(text)?.[0];
  return (line ?? text.trim().slice(-400)).slice(0, 400);
}

/** What a report says was run, in words; what is not as it was here is an error. */
function told(report, here) {
  const { hash, threaded, threads, loss, saved } = report;
  const isRight = hash === here.hash && (threaded === null || threaded === here.hash);
  // To the bit, although tfjs's kernels call Math.exp, which is each JavaScript engine's own.
  if (!isRight || loss !== here.loss || saved === null)
    throw new Error(
      `Error: it reports ${JSON.stringify(report)}, and not ${JSON.stringify(here)}.`,
    );
  const engine =
    threads > 0 ? `compiled engine (1 and ${threads + 1} threads)` : 'compiled engine (1 thread)';
  return `${engine}, tfjs engine, saving and opening (${saved})`;
}
