/** What a package is published with, from what stands in the repository. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { COMMONJS } from './commonjs.mjs';
import { TF, tfConditions, tfImports } from './page-door.mjs';
import { builtTogether, root, workspacePackage } from './workspace.mjs';

const { author, bugs, homepage, repository } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

/** The name of a door's file, without its ending: '.' → 'index', './lab/words' → 'lab-words'. */
export const outputOf = (door) => (door === '.' ? 'index' : door.slice(2).replaceAll('/', '-'));

/** The folder of a package's declarations in `dist/types`. */
export const nameOfTypes = (name) => name.replace('@tsuno/', '');

/**
 * The modules that do something when they are evaluated (`sideEffects`). They stay files of their own: so the order in
 * which they are evaluated is the one of the sources, and bundlers may drop whatever else is not used.
 */
export function modulesWithEffects(name) {
  return builtTogether(name).flatMap(({ folder, manifest }) =>
    (manifest.sideEffects || []).map((path) => ({
      source: join(folder, path),
      out: basename(path, '.ts'),
    })),
  );
}

/** The manifest of `dist`. Its paths begin there. */
export function publishedManifest(manifest) {
  const { exports, dependencies, devDependencies, peerDependencies, publishConfig, ...kept } =
    manifest;
  const { directory, linkDirectory, ...publishing } = publishConfig;
  const effects = modulesWithEffects(manifest.name).flatMap(({ out }) =>
    out === TF.out ? [out, TF.page] : [out],
  );
  return {
    ...kept,
    author,
    homepage,
    repository: { ...repository, directory: folderInRepository(manifest.name) },
    bugs,
    sideEffects: effects.length > 0 && effects.map((out) => `./${out}.js`),
    imports: effects.includes(TF.out) ? tfImports : undefined,
    // For what knows no `exports`, Parcel for one.
    main: `./${COMMONJS}/index.js`,
    module: './index.js',
    exports: {
      ...Object.fromEntries(
        Object.entries(exports).map(([door, source]) => [
          door,
          {
            types: source.replace(
              /^\.\/src\/(.*)\.ts$/,
              `./types/${nameOfTypes(kept.name)}/$1.d.ts`,
            ),
            ...filesOf(door),
          },
        ]),
      ),
      './package.json': './package.json',
    },
    dependencies: fromOutside(manifest.name),
    peerDependencies: peerDependencies && publishedRanges(peerDependencies),
    publishConfig: publishing,
  };
}

/**
 * The files of a door. `import` and `require` get the same one, the ES module, so that there is one of everything; the
 * other is for what can require no ES module (see commonjs.mjs).
 */
function filesOf(door) {
  const name = `${outputOf(door)}.js`;
  return {
    ...(outputOf(door) === TF.out && { browser: tfConditions.browser }),
    'module-sync': `./${name}`,
    bun: `./${name}`,
    module: `./${name}`,
    require: `./${COMMONJS}/${name}`,
    default: `./${name}`,
  };
}

function folderInRepository(name) {
  return workspacePackage(name).folder.slice(root.length).replaceAll('\\', '/');
}

/** What the package and all that are built into it need from outside. */
function fromOutside(name) {
  const needed = builtTogether(name).flatMap(({ manifest }) =>
    Object.entries(manifest.dependencies ?? {}),
  );
  return Object.fromEntries(needed.filter(([each]) => workspacePackage(each) === undefined).sort());
}

/**
 * Peers of this repository at the version that they are published with: `^0.1.0`. In the repository they have a range
 * that no version leaves (`workspace:>=0.1.0`): changesets takes a peer that leaves its range for a breaking change, and
 * 0.2.0 would become 1.0.0.
 */
function publishedRanges(ranges) {
  return Object.fromEntries(
    Object.entries(ranges).map(([name, range]) => [
      name,
      range.startsWith('workspace:') ? `^${workspacePackage(name).manifest.version}` : range,
    ]),
  );
}
