/** docs/runtimes.md: what stands in `before.md` and `after.md`, with the table of what was run between them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import packed from '../packed-project.cjs';

const here = import.meta.dirname;
const PAGE = join(packed.root, 'docs', 'runtimes.md');
const HEAD = ['', 'where', 'version', 'how it gets there', 'what was run', 'when', 'remarks'];

/** Writes the page: rows that were run now, and the others as they stood there. */
export function writeTable(names, results) {
  const lines = new Map(
    existsSync(PAGE)
      ? readFileSync(PAGE, 'utf8')
          .split('\n')
          .filter((line) => /^\| [✓✗] /.test(line))
          .map((line) => [line.split(' | ')[1].trim(), line])
      : [],
  );
  for (const result of results) lines.set(result.name, lineOf(result));
  const missing = names.filter((name) => !lines.has(name));
  if (missing.length > 0) throw new Error(`Never run: ${missing.join('; ')}. Run all rows.`);
  const [before, after] = ['before.md', 'after.md'].map((name) =>
    readFileSync(join(here, name), 'utf8').trim(),
  );
  const made = `Made by \`npm run runtimes -- --write\` on ${platform()}, ${arch()}, by Node ${process.version.slice(1)}.`;
  const table = [HEAD, HEAD.map(() => '---')]
    .map(inCells)
    .concat(names.map((name) => lines.get(name)));
  // Biome widens the columns.
  writeFileSync(PAGE, `${[before, made, table.join('\n'), after].join('\n\n')}\n`);
  packed.run(
    join(packed.root, 'node_modules', '.bin', 'biome'),
    ['format', '--write', PAGE],
    packed.root,
  );
}

function lineOf({ name, version, imported, ran, problem, remark = '' }) {
  const day = new Date().toISOString().slice(0, 10);
  const told = ran ?? problem.replaceAll('\n', ' ').replaceAll('|', '\\|');
  return inCells([problem ? '✗' : '✓', name, version, imported, told, day, remark]);
}

const inCells = (cells) => `| ${cells.join(' | ')} |`;
