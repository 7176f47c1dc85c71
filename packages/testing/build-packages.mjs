/**
 * Builds every public package into its `dist`: declarations by the TypeScript compiler, and for each of its doors
 * (`exports`) one JavaScript file. Node reads one file many times faster than fifty small ones, and `import 'tsuno'`
 * reads all packages. What is imported from other packages stays an import.
 *
 * `npm run build` builds all packages, `npm run build -- core lab` these two.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const chosen = process.argv.slice(2);
const packages = [
  ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`),
  'datasets',
]
  .map((folder) => join(root, folder))
  .filter((folder) => existsSync(join(folder, 'package.json')) && !manifest(folder).private)
  .filter((folder) => chosen.length === 0 || chosen.includes(folder.split(/[\\/]/).at(-1)));

for (const folder of packages) rmSync(join(folder, 'dist'), { recursive: true, force: true });
emitDeclarations();
await Promise.all(packages.map(bundleDoors));

function manifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** One program holds all packages, so that each source is read and checked once, not once for each that imports it. */
function emitDeclarations() {
  const { options } = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.base.json'),
    { emitDeclarationOnly: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => report([problem]) },
  );
  const sources = packages.flatMap((folder) => ts.sys.readDirectory(join(folder, 'src'), ['.ts']));
  const program = ts.createProgram(sources, options);
  const { diagnostics } = program.emit(undefined, writeDeclaration);
  report([...ts.getPreEmitDiagnostics(program), ...diagnostics]);
}

/** The compiler puts what it makes beside the source; here it goes into `dist`, and its map points back to `src`. */
function writeDeclaration(path, text) {
  const target = path.replace(/\/src\//, '/dist/');
  const source = relative(dirname(target), dirname(path)).replaceAll('\\', '/');
  ts.sys.writeFile(
    target,
    path.endsWith('.map') ? text.replace('"sources":["', `"sources":["${source}/`) : text,
  );
}

function report(problems) {
  if (problems.length === 0) return;
  console.error(ts.formatDiagnosticsWithColorAndContext(problems, ts.createCompilerHost({})));
  process.exit(1);
}

async function bundleDoors(folder) {
  const { exports, publishConfig } = manifest(folder);
  /** For the source of each door where it goes, without its ending: `src/tf.ts` → `tf`. */
  const doors = new Map(
    Object.entries(publishConfig.exports).map(([door, { default: output }]) => [
      resolve(folder, exports[door]),
      output.replace(/^\.\/dist\//, '').replace(/\.js$/, ''),
    ]),
  );
  for (const [source, out] of doors) {
    await build({
      absWorkingDir: folder,
      entryPoints: [{ in: source, out }],
      outdir: 'dist',
      bundle: true,
      // What is loaded only when it is needed stays a file of its own.
      splitting: true,
      chunkNames: `${out}-[hash]`,
      packages: 'external',
      plugins: [otherDoors(doors, source, out)],
      format: 'esm',
      platform: 'neutral',
      target: 'es2022',
      sourcemap: true,
      logLevel: 'warning',
    });
  }
}

/** What another door of the package leads to is imported through that door, so that there is one of it. */
function otherDoors(doors, source, out) {
  return {
    name: 'other-doors',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const target = resolve(resolveDir, path);
        const other = doors.get(target);
        if (other === undefined || target === source) return undefined;
        const way = relative(dirname(out), other).replaceAll('\\', '/');
        return { path: `${way.startsWith('.') ? way : `./${way}`}.js`, external: true };
      });
    },
  };
}
