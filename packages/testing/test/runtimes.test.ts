import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

const cellsOf = (line: string) => line.split(' | ').map((cell) => cell.trim());

describe('docs/runtimes.md', () => {
  const lines = readFileSync(join(root, 'docs', 'runtimes.md'), 'utf8').split('\n');
  const rows = lines.filter((line) => /^\| [✓✗] /.test(line)).map(cellsOf);

  it('has the rows of the program that makes it, in its order', () => {
    const program = join(root, 'packages', 'testing', 'runtimes', 'run.mjs');
    const listed = execFileSync(process.execPath, [program, '--list'], { encoding: 'utf8' });
    expect(rows.map(([, name]) => name)).toEqual(listed.trim().split('\n'));
  });

  it('says of every row what version it was, and what was run', () => {
    for (const [, , version, imported, ran] of rows) {
      expect(version).toMatch(/^\d+(\.\d+)+/);
      expect(`${imported} ${ran}`).toMatch(/\S \S/);
    }
  });
});
