/**
 * Builds the package in the current folder: declarations by the TypeScript compiler, and for each of its doors
 * (`exports`) one JavaScript file. Node reads one file many times faster than fifty small ones, and `import 'tsuno'`
 * reads all packages. What is imported from other packages stays an import.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { exports, publishConfig } = JSON.parse(readFileSync('package.json', 'utf8'));
/** For the source of each door where it goes, without its ending: `src/tf.ts` → `tf`. */
const doors = new Map(
  Object.entries(publishConfig.exports).map(([door, { default: output }]) => [
    resolve(exports[door]),
    output.replace(/^\.\/dist\//, '').replace(/\.js$/, ''),
  ]),
);

rmSync('dist', { recursive: true, force: true });
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--emitDeclarationOnly'], {
  stdio: 'inherit',
});
for (const [source, out] of doors) {
  await build({
    entryPoints: [{ in: source, out }],
    outdir: 'dist',
    bundle: true,
    // What is loaded only when it is needed stays a file of its own.
    splitting: true,
    chunkNames: `${out}-[hash]`,
    packages: 'external',
    plugins: [otherDoors(source, out)],
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** What another door of the package leads to is imported through that door, so that there is one of it. */
function otherDoors(source, out) {
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
