/** How people bundle, and where the bundle runs: each entry writes `entry` with all it imports into `file`. */
import { execFileSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';

const platform = process.platform === 'win32' ? 'windows' : process.platform;
const arch = process.arch === 'arm64' ? 'aarch64' : process.arch;
export const BUN = fileURLToPath(
  new URL(`node_modules/@oven/bun-${platform}-${arch}/bin/bun`, import.meta.url),
);

export const BUNDLERS = [
  ['esbuild, Node, CommonJS', { to: 'cjs', with: withEsbuild('node', 'cjs') }],
  ['esbuild, Node, ESM', { to: 'mjs', with: withEsbuild('node', 'esm') }],
  ['esbuild, Node, ESM, minified', { to: 'mjs', with: withEsbuild('node', 'esm', true) }],
  ['esbuild, page, minified', { to: 'mjs', in: 'page', with: withEsbuild('browser', 'esm', true) }],
  ['webpack, Node, minified', { to: 'cjs', with: withWebpack('node', 'production') }],
  [
    'webpack, Node, ESM',
    { to: 'mjs', with: withWebpack('node20', 'development', { asModule: true }) },
  ],
  ['webpack, page', { to: 'cjs', in: 'page', with: withWebpack('web', 'development') }],
  ['Rollup, Node, ESM', { to: 'mjs', with: withRollup }],
  ['Vite, page', { to: 'mjs', in: 'page', with: withVite({}) }],
  ['Vite, server, all inside', { to: 'mjs', with: withVite({ ssr: true, noExternal: true }) }],
  ['Vite, server', { to: 'mjs', with: withVite({ ssr: true }) }],
  ['Bun, Node', { to: 'mjs', with: withBun('--target=node') }],
  ['Bun, Node, CommonJS', { to: 'cjs', with: withBun('--target=node', '--format=cjs') }],
  [
    'Bun, Node, minified, in Bun',
    { to: 'mjs', in: 'bun', with: withBun('--target=node', '--minify') },
  ],
];

function withEsbuild(platform, format, minify = false) {
  return (entry, file) =>
    esbuild.build({
      entryPoints: [entry],
      outfile: file,
      bundle: true,
      platform,
      format,
      minify,
      logLevel: 'warning',
    });
}

function withWebpack(target, mode, { asModule = false } = {}) {
  return (entry, file) =>
    new Promise((resolve, reject) => {
      const place = { path: dirname(file), filename: basename(file) };
      const ways = { module: true, chunkFormat: 'module', chunkLoading: 'import' };
      const output = { ...place, ...(asModule && ways) };
      const experiments = { outputModule: asModule };
      const options = { entry, target, mode, output, experiments, devtool: false };
      // Its size limit for pages is about something else.
      webpack({ ...options, performance: false }, (error, stats) => {
        if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
        else resolve();
      });
    });
}

async function withRollup(entry, file) {
  const plugins = [nodeResolve({ preferBuiltins: true }), commonjs()];
  const bundle = await rollup({ input: entry, plugins, onwarn: () => {} });
  await bundle.write({ file, format: 'es', inlineDynamicImports: true });
  await bundle.close();
}

function withVite({ ssr = false, noExternal }) {
  return (entry, file) =>
    vite({
      root: dirname(entry),
      configFile: false,
      logLevel: 'error',
      ...(noExternal ? { ssr: { noExternal } } : {}),
      build: {
        ssr,
        outDir: dirname(file),
        rolldownOptions: { input: entry, output: { entryFileNames: basename(file) } },
      },
    });
}

function withBun(...flags) {
  return (entry, file) =>
    execFileSync(BUN, ['build', entry, `--outfile=${file}`, ...flags], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
}
