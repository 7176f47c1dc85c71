/**
 * Writes the public API as text into `api`: `npm run api`. `npm run api -- --check` writes nothing, shows what differs
 * from what is there, and fails if anything does.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiReports } from './src/api/report.ts';
import { ROOT } from './src/doc-examples.ts';

const committed = join(ROOT, 'api');
if (process.argv.includes('--check')) check();
else writeReports(committed);

function writeReports(folder: string): void {
  const reports = apiReports();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of reports) writeFileSync(join(folder, name), text);
}

function check(): void {
  const home = mkdtempSync(join(tmpdir(), 'tsuno-api-'));
  try {
    writeReports(join(home, 'api'));
    const flags = ['diff', '--no-index', '--unified=2', '--exit-code'];
    const { status, error } = spawnSync('git', [...flags, 'api', join(home, 'api')], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    if (error) throw error;
    if (status !== 0) {
      console.error(
        'The public API is not what api/ says. If the difference above is meant, run npm run api and commit it.',
      );
      process.exitCode = 1;
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
