import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

/** `npm run fuzz -- --cases 20000 --seed 1 --format keras`: damaged files, each refused or the very same model. */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    format: { type: 'string', default: 'keras' },
  },
});
const cases = Number(values.cases);

/** Milliseconds for a case: one that takes longer hangs. */
const PATIENCE = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'tsuno-fuzz-'));
const counts = {};
const findings = [];
let slowest = 0;

function note(index, outcome) {
  const kind = outcome.startsWith('finding') ? 'findings' : outcome;
  counts[kind] = (counts[kind] ?? 0) + 1;
  if (kind !== 'findings') return;
  findings.push(index);
  console.log(`case ${index}: ${outcome}`);
}

/** Runs cases in a process of limited memory until they end or one breaks it; where to go on. */
function runFrom(first) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [
        '--max-old-space-size=512',
        '-r',
        'ts-node/register',
        new URL('run-cases.ts', import.meta.url).pathname,
        ...[values.format, values.seed, String(first), String(cases), folder],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let current = first;
    let isOpen = false;
    let begun = 0;
    let hangs = false;
    let watchdog;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [index, outcome] = JSON.parse(line);
      clearTimeout(watchdog);
      current = index;
      isOpen = outcome === 'begun';
      if (isOpen) {
        begun = performance.now();
        watchdog = setTimeout(() => {
          hangs = true;
          child.kill('SIGKILL');
        }, PATIENCE);
        return;
      }
      slowest = Math.max(slowest, performance.now() - begun);
      note(index, outcome);
      if (index % 1000 === 999) console.log(`${index + 1} cases`, counts);
    });
    child.on('close', (code) => {
      clearTimeout(watchdog);
      if (!isOpen) {
        if (code !== 0) console.log(`the process ended with ${code} before a case`);
        resolve(code === 0 ? cases : Number.POSITIVE_INFINITY);
        return;
      }
      note(current, `finding: the process ${hangs ? 'hangs' : `ended with ${code}`}`);
      resolve(current + 1);
    });
  });
}

let next = Number(values.first);
while (next < cases) next = await runFrom(next);
rmSync(folder, { recursive: true });
console.log(`seed ${values.seed}, ${values.format}:`, counts, `slowest ${slowest.toFixed(0)} ms`);
if (findings.length > 0) console.log(`findings: ${findings.join(', ')}`);
process.exit(findings.length > 0 || next === Number.POSITIVE_INFINITY ? 1 : 0);
