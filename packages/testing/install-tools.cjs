/** Installs a folder of pinned tools by its lockfile, unless just that is installed. */
const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

function installTools(folder) {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const mark = join(folder, 'node_modules', '.installed-lock.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  execFileSync(
    'npm',
    [
      ...['ci', '--ignore-scripts', '--prefer-offline'],
      ...['--no-audit', '--no-fund', '--loglevel', 'error'],
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  writeFileSync(mark, lock);
}

module.exports = { installTools };
