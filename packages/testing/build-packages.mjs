/**
 * Builds the packages that are published. Each `dist` is a package as npm gets it, manifest and all.
 *
 * Each door of a package (`exports`) is one file, and what doors share are files beside them: Node reads one file many
 * times faster than fifty small ones. The packages of the workspace that are not published are built into the one that
 * needs them, and its doors lead to them; packages from outside stay imports.
 *
 * `npm run build` builds all packages, `npm run build -- tsuno datasets` these two.
 */
import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { writeCommonJs } from './build/commonjs.mjs';
import { emitDeclarations } from './build/declarations.mjs';
import { droppable, droppableChunk } from './build/droppable.mjs';
import { writeLicences } from './build/licences.mjs';
import { modulesWithEffects, outputOf, publishedManifest } from './build/manifest.mjs';
import { pageDoors, TF, tfName } from './build/page-door.mjs';
import { publicPackages, root } from './build/workspace.mjs';

const chosen = process.argv.slice(2);
const packages = publicPackages().filter(
  ({ folder }) => chosen.length === 0 || chosen.includes(basename(folder)),
);

for (const { folder } of packages) rmSync(join(folder, 'dist'), { recursive: true, force: true });
emitDeclarations(packages);
await Promise.all(packages.map(bundle));
for (const each of packages) {
  const dist = join(each.folder, 'dist');
  writeFileSync(
    join(dist, 'package.json'),
    `${JSON.stringify(publishedManifest(each.manifest), null, 2)}\n`,
  );
  const texts = [join(root, 'LICENSE'), join(each.folder, 'README.md')];
  for (const file of texts) if (existsSync(file)) copyFileSync(file, join(dist, basename(file)));
  const tfjsTypes = join(each.folder, 'tfjs-types');
  if (existsSync(tfjsTypes)) cpSync(tfjsTypes, join(dist, 'tfjs-types'), { recursive: true });
}

async function bundle({ folder, manifest }) {
  const options = {
    absWorkingDir: folder,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    chunkNames: '[name]-[hash]',
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    metafile: true,
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'warning',
  };
  const alone = modulesWithEffects(manifest.name);
  const doors = Object.entries(manifest.exports).map(([door, source]) => ({
    in: resolve(folder, source),
    out: outputOf(door),
  }));
  const together = doors.filter(({ out }) => !alone.some((module) => module.out === out));
  const made = await build({
    ...options,
    entryPoints: together,
    plugins: [imported(manifest, alone), unused(alone)],
  });
  for (const [path, { inputs }] of Object.entries(made.metafile.outputs)) {
    const file = join(folder, path);
    // Files of WebAssembly are large, and hold nothing of esbuild's.
    if (Object.keys(inputs).some((input) => input.includes('h5wasm'))) continue;
    writeFileSync(file, droppableChunk(readFileSync(file, 'utf8')));
  }
  const inputs = Object.keys(made.metafile.inputs);
  for (const { source, out } of alone) {
    const others = alone.filter((module) => module.source !== source);
    await build({
      ...options,
      entryPoints: [{ in: source, out }],
      plugins: [imported(manifest, others)],
    });
  }
  if (alone.some(({ out }) => out === TF.out)) {
    for (const { out, stdin, plugin } of pageDoors()) {
      const { metafile } = await build({
        ...options,
        stdin: { ...stdin, sourcefile: `${out}.ts` },
        outdir: undefined,
        outfile: `dist/${out}.js`,
        splitting: false,
        plugins: [plugin, imported(manifest, alone)],
      });
      inputs.push(...Object.keys(metafile.inputs));
    }
  }
  writeLicences(folder, inputs);
  writeCommonJs(join(folder, 'dist'));
}

/**
 * What is installed beside the package stays an import (its `dependencies`), and what has effects leads to a file of its
 * own. All else is built in: packages of the workspace, and libraries that are only needed to build (`devDependencies`).
 */
function imported(manifest, alone) {
  const { dependencies, optionalDependencies, peerDependencies } = publishedManifest(manifest);
  const beside = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  const isBeside = (path) => beside.some((name) => path === name || path.startsWith(`${name}/`));
  return {
    name: 'imported',
    setup({ onLoad, onResolve, resolve: find }) {
      // WebAssembly in a string: printed again, it would grow by a fifth.
      onLoad({ filter: /[\\/]h5wasm[\\/].*hdf5_util\.js$/ }, ({ path }) => ({
        contents: readFileSync(path),
        loader: 'copy',
      }));
      // Node's own modules are asked for in a way that bundlers for pages do not follow.
      onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({
        contents: `module.exports = globalThis.process?.getBuiltinModule?.(${JSON.stringify(path)});`,
      }));
      onResolve({ filter: /.*/ }, async ({ path: wanted, ...at }) => {
        const { kind, resolveDir, importer, pluginData } = at;
        if (kind === 'entry-point' || pluginData === 'asked') return undefined;
        if (isBuiltin(wanted)) return { path: wanted, namespace: 'node' };
        // linkedom draws on one where it is installed. Nobody draws on a canvas here, and bundlers would miss it.
        if (wanted === 'canvas') return { path: join(resolveDir, 'canvas-shim.cjs') };
        if (isBeside(wanted)) return { path: wanted, external: true };
        const found = await find(wanted, { importer, kind, resolveDir, pluginData: 'asked' });
        const module = alone.find(({ source }) => source === found.path);
        if (!module) return found;
        const path = module.out === TF.out ? tfName(importer) : `./${module.out}.js`;
        return { path, external: true };
      });
    },
  };
}

/** What our modules compute when they are evaluated can be dropped, but for those that have effects. */
function unused(withEffects) {
  return {
    name: 'unused',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/](packages[\\/][^\\/]+|datasets)[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        if (withEffects.some(({ source }) => source === path)) return undefined;
        return { contents: droppable(readFileSync(path, 'utf8'), path), loader: 'ts' };
      });
    },
  };
}
