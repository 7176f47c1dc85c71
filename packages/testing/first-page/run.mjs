/**
 * Does what docs/getting-started.md and docs/testing.md tell their readers, in empty folders and with the packed package:
 * writes the files, runs the commands, compares what is printed, and uses the page in a real Chromium. `npm run
 * first-page`, after `npm run pack`; `-- Jest` does the sections whose headings hold this word alone. CHROMIUM names the
 * browser if it is not found.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { sectionOf } from './extract.mjs';
import { visit } from './visit.mjs';

const here = import.meta.dirname;
const root = join(here, '..', '..', '..');
const tarball = join(root, 'packed', 'tsuno.tgz');
if (!existsSync(tarball)) throw new Error('packed/tsuno.tgz is not there: run npm run pack first.');
const pages = {
  'getting-started.md': [
    ['Node with TypeScript', 'node', useProgram],
    ['A page with Vite', 'page', usePage],
  ],
  'testing.md': [
    ['Vitest', 'vitest', runTests],
    ['Jest', 'jest', runTests],
    ["Node's own runner", 'tsx', runTests],
  ],
};

for (const [name, sections] of Object.entries(pages)) {
  const page = readFileSync(join(root, 'docs', name), 'utf8');
  const shared = name === 'testing.md' ? sectionOf(page, 'The code under test').files : [];
  for (const [heading, lock, use] of sections.filter(isAsked)) {
    const section = sectionOf(page, heading);
    await inFolder([...shared, ...section.files], lock, (folder) => use(folder, section, heading));
  }
}

function isAsked([heading]) {
  const words = process.argv.slice(2);
  return words.length === 0 || words.some((word) => heading.includes(word));
}

/** A folder with the files in it, and with the tools in the versions that were tried, not the newest in the page's ranges. */
async function inFolder(files, lock, use) {
  const folder = mkdtempSync(join(tmpdir(), 'tsuno-first-'));
  try {
    for (const [path, text] of files) writeFileSync(join(folder, path), text);
    copyFileSync(join(here, `${lock}-lock.json`), join(folder, 'package-lock.json'));
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs the commands; what each of them prints, but for npm's own words, and what it says on stderr. */
function run(folder, commands) {
  return commands.map((command) => {
    const words = command.replace('/path/to/packed/tsuno.tgz', tarball).split(' ');
    const quiet =
      words[1] === 'install' ? ['--no-audit', '--no-fund', '--ignore-scripts'] : ['--silent'];
    console.log(`  ${command}`);
    const { status, stdout, stderr } = spawnSync(words[0], [...words.slice(1), ...quiet], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${command} fails:\n${stdout}\n${stderr}`);
    return { printed: words[1] === 'install' ? '' : stdout, said: stderr };
  });
}

function useProgram(folder, { commands, prints }) {
  const steps = run(folder, [...commands, 'npm run types']);
  const printed = steps
    .map((step) => step.printed)
    .join('')
    .trim();
  if (printed !== prints[0]) throw new Error(`It prints\n${printed}\nand not\n${prints[0]}`);
  console.log('✓ Node with TypeScript: prints what the page says, and its types are right');
}

function runTests(folder, { commands, files }, heading) {
  const { printed, said } = run(folder, commands).at(-1);
  const text = stripVTControlCharacters(`${printed}\n${said}`);
  const tests = files.flatMap(([, code]) => code.match(/^ *(it|test)\(/gm) ?? []).length;
  const [, passed] = /^\W*(?:Tests:?\s+|pass )(\d+)/m.exec(text) ?? [];
  if (tests === 0 || Number(passed) !== tests) {
    throw new Error(`${passed} of ${tests} tests pass:\n${text}`);
  }
  console.log(`✓ ${heading}: ${passed} tests pass`);
}

async function usePage(folder, { commands }) {
  mkdirSync(join(folder, 'public'));
  copyFileSync(join(here, 'driver.html'), join(folder, 'public', 'driver.html'));
  run(folder, commands);
  for (const script of ['dev', 'preview']) {
    const { address, stop } = await started(folder, script);
    try {
      const report = await visit((to) => `${address}driver.html?report=${encodeURIComponent(to)}`);
      if (report.error) throw new Error(report.error);
      console.log(`✓ A page with Vite, npm run ${script}: ${JSON.stringify(report)}`);
    } finally {
      stop();
    }
  }
}

/** Starts one of Vite's servers: its address, and what ends it. */
function started(folder, script) {
  const child = spawn('npm', ['run', script, '--', '--host', '127.0.0.1'], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  const stop = () => process.kill(-child.pid, 'SIGTERM');
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (part) => {
      said += part;
      const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
      if (address) resolve({ address, stop });
    });
    child.on('exit', () => reject(new Error(`npm run ${script} has ended: ${said}`)));
  });
}
