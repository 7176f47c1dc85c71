/**
 * Leaves one installable tarball, `packed/tsuno.tgz`, with all of Tsuno that `import 'tsuno'` needs, and says how to
 * install it. `npm run pack -- datasets drawing` leaves those beside it.
 */
const { execFileSync } = require('node:child_process');
const { mkdirSync, renameSync } = require('node:fs');
const { join } = require('node:path');
const { packInto, root } = require('./packed-project.cjs');

const FOLDERS = { tsuno: 'packages/tsuno', datasets: 'datasets', drawing: 'packages/drawing' };
const chosen = ['tsuno', ...process.argv.slice(2).filter((name) => name !== 'tsuno')];
const unknown = chosen.filter((name) => !Object.hasOwn(FOLDERS, name));
if (unknown.length > 0) {
  console.error(
    `npm run pack: expected names of packages (${Object.keys(FOLDERS).join(', ')}), got ${unknown.join(', ')}.`,
  );
  process.exit(1);
}

execFileSync(process.execPath, [join(__dirname, 'build-packages.mjs'), ...chosen], {
  cwd: root,
  stdio: 'inherit',
});
const destination = join(root, 'packed');
mkdirSync(destination, { recursive: true });
const folders = chosen.map((name) => join(root, FOLDERS[name], 'dist'));
const files = [...packInto(destination, folders)].map(([name, tarball]) => {
  // Without the version, so that the line to install it stays the same.
  const file = join(destination, `${name.replace('@tsuno/', 'tsuno-')}.tgz`);
  renameSync(tarball, file);
  return file;
});
console.log(`\nIn a project of your own:\n\n  npm install ${files.map(quoted).join(' ')}\n`);

/** A path with a space in it, as a shell takes it. */
function quoted(path) {
  return /[^\w./:\\@-]/.test(path) ? `"${path}"` : path;
}
