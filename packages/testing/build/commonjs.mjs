/**
 * The built files once more as CommonJS, for what cannot `require` ES modules: Jest as it comes. It gets them alone,
 * because Node and Deno (`module-sync`), Bun (`bun`) and bundlers (`module`) take the ES modules for `import` and `require`
 * alike: two copies of the package would be two classes of everything.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { TF, tfImports } from './page-door.mjs';

export const COMMONJS = 'commonjs';

/** Writes `dist/commonjs`: file for file what lies in `dist`, so that parts which doors share stay shared. */
export function writeCommonJs(dist) {
  const place = join(dist, COMMONJS);
  mkdirSync(place);
  writeFileSync(join(place, 'package.json'), '{ "type": "commonjs" }\n');
  const pages = [TF.page, TF.ofPage].map((out) => `${out}.js`);
  const names = readdirSync(dist).filter((each) => each.endsWith('.js') && !pages.includes(each));
  for (const name of names) {
    const code = readFileSync(join(dist, name), 'utf8');
    writeFileSync(join(place, name), isLargeString(code) ? fromDist(code, name) : commonJs(code));
  }
}

/** Four megabytes of WebAssembly in a string: enough to have them once. */
const isLargeString = (code) => code.length > 1e6;

/** The module as it lies in `dist`, read from there. */
function fromDist(code, name) {
  if (!/;return moduleRtn}export default Module;\s*$/.test(code) || /^(import|export) /m.test(code))
    throw new Error(
      `${name} is no longer one default export, and has to be made CommonJS otherwise.`,
    );
  return `const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const path = join(__dirname, '..', ${JSON.stringify(name)});
const code = readFileSync(path, 'utf8')
  .replaceAll('import.meta.url', 'address')
  .replace(/export default Module;\\s*$/, 'return Module;');
module.exports = new Function('require', 'address', code)(require, pathToFileURL(path).href);
`;
}

function commonJs(code) {
  return transformSync(withAddress(withTf(code)), {
    format: 'cjs',
    platform: 'node',
    target: 'es2022',
    charset: 'utf8',
    minifyWhitespace: true,
    // Jest has no `import()` for what it has not compiled as an ES module.
    supported: { 'dynamic-import': false },
  }).code;
}

/** The package's own name for tfjs by its path: names are looked up in the manifest of the package alone. */
const withTf = (code) =>
  Object.keys(tfImports).reduce(
    (all, name) => all.replaceAll(`"${name}"`, `"./${TF.out}.js"`),
    code,
  );

const withAddress = (code) =>
  code.replaceAll('import.meta.url', "require('node:url').pathToFileURL(__filename).href");
