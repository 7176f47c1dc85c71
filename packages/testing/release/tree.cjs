/** What an installation consists of. */
const { existsSync, lstatSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** All that came with `tsuno`, at most. */
const MOST = { packages: 25, megabytes: 60 };

/** The bytes of the files below a folder; links are not followed. */
function bytesIn(path) {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isSymbolicLink()) return 0;
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}

/** The packages in a `node_modules`, with those within them: `name@version`. */
function packagesIn(folder) {
  const found = new Set();
  const look = (modules) => {
    if (!existsSync(modules)) return;
    for (const name of readdirSync(modules)) {
      const path = join(modules, name);
      if (lstatSync(path).isSymbolicLink()) continue;
      if (name === '.pnpm')
        for (const each of readdirSync(path)) look(join(path, each, 'node_modules'));
      else if (name.startsWith('@')) look(path);
      else {
        const manifest = join(path, 'package.json');
        if (existsSync(manifest)) {
          const { name: called, version } = JSON.parse(readFileSync(manifest, 'utf8'));
          found.add(`${called}@${version}`);
        }
        look(join(path, 'node_modules'));
      }
    }
  };
  look(folder);
  return found;
}

/** The packages that run something when they are installed, by npm's lockfile. */
function withInstallScripts({ packages }) {
  return Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

/** What is wrong with what `tsuno` brings, a sentence each. */
function treeProblems({ packages, megabytes, scripts }) {
  return [
    ...scripts.map((name) => `${name} runs a script where it is installed.`),
    ...(packages > MOST.packages
      ? [`tsuno brings ${packages} packages, more than ${MOST.packages}.`]
      : []),
    ...(megabytes > MOST.megabytes
      ? [`tsuno brings ${megabytes.toFixed(1)} MB, more than ${MOST.megabytes}.`]
      : []),
  ];
}

module.exports = { bytesIn, packagesIn, treeProblems, withInstallScripts };
