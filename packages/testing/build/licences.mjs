/** The licences of the libraries that are built into a package. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './workspace.mjs';

/** The texts for libraries that name their licence and bring no copy of it. */
const STANDARD = { 'Apache-2.0': join(root, 'node_modules', 'typescript', 'LICENSE.txt') };
const NAME = 'THIRD-PARTY-LICENSES.txt';

/** Writes them into `dist`, if any of the files that went into it are somebody else's. */
export function writeLicences(folder, inputs) {
  const libraries = new Set(inputs.filter((path) => path.includes('node_modules/')).map(homeOf));
  const texts = [...libraries].map((input) => licenceOf(resolve(folder, input))).sort();
  if (texts.length > 0) writeFileSync(join(folder, 'dist', NAME), texts.join('\n\n'));
}

/** The folder of the package that a file belongs to. */
function homeOf(path) {
  return /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)[0];
}

function licenceOf(home) {
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const file = readdirSync(home).find((each) => /^licen[cs]e/i.test(each));
  const path = file ? join(home, file) : STANDARD[manifest.license];
  const text = path ? readFileSync(path, 'utf8').trim() : statedBy(manifest);
  return `${manifest.name} ${manifest.version}\n${'='.repeat(72)}\n${text}\n`;
}

/** For a library that brings no text: what its manifest says of its licence, and whose it is. */
function statedBy({ name, license, author, repository }) {
  if (!license || !author)
    throw new Error(`${name} is built in, but has no licence that could come along.`);
  return `${license} licence, ${author.name ?? author}, ${repository?.url ?? repository}`;
}
