/** How people bundle: each function writes what `entry` needs into `file`, or what the page of `folder` needs into `out`. */
import { execFileSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'esbuild';
import { rolldown } from 'rolldown';
import { rollup } from 'rollup';
import { createServer, build as vite } from 'vite';
import webpack from 'webpack';

const here = import.meta.dirname;

export function withEsbuild(entry, file, { platform, format, minify = false }) {
  return esbuild.build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform,
    format,
    minify,
    logLevel: 'warning',
  });
}

export function withWebpack(entry, file, { target, mode, asModule = false }) {
  return new Promise((resolve, reject) => {
    const place = { path: dirname(file), filename: basename(file) };
    const ways = { module: true, chunkFormat: 'module', chunkLoading: 'import' };
    const output = { ...place, ...(asModule && ways) };
    const options = { entry, target, mode, output, experiments: { outputModule: asModule } };
    webpack(options, (error, stats) => {
      const problems = stats
        ?.toJson({ all: false, errors: true, warnings: true })
        .warnings.filter(({ message }) => !/size limit|performance recommendations/.test(message));
      if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
      else if (problems.length > 0) reject(new Error(`Warning: ${problems[0].message}`));
      else resolve();
    });
  });
}

const refuseWarnings = ({ message }) => {
  throw new Error(`Warning: ${message}`);
};

export async function withRollup(entry, file) {
  const plugins = [nodeResolve({ preferBuiltins: true }), commonjs()];
  const bundle = await rollup({ input: entry, plugins, onwarn: refuseWarnings });
  await bundle.write({ file, format: 'es', inlineDynamicImports: true });
  await bundle.close();
}

export async function withRolldown(entry, file, { platform, format }) {
  const bundle = await rolldown({ input: entry, platform, onwarn: refuseWarnings });
  await bundle.write({ file, format, codeSplitting: false });
  await bundle.close();
}

/** Parcel, as its command does it. */
export function withParcel(entry, file) {
  const targets = ['--dist-dir', dirname(file), '--no-cache', '--no-autoinstall'];
  execFileSync(join(here, 'node_modules', '.bin', 'parcel'), ['build', entry, ...targets], {
    cwd: dirname(entry),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export function withVite(entry, file, { ssr = false, noExternal }) {
  return vite({
    root: dirname(entry),
    configFile: false,
    logLevel: 'error',
    ...(noExternal ? { ssr: { noExternal } } : {}),
    build: {
      ssr,
      outDir: dirname(file),
      emptyOutDir: false,
      rolldownOptions: {
        input: entry,
        ...(!entry.endsWith('.html') && { output: { entryFileNames: basename(file) } }),
      },
    },
  });
}

/** Vite's dev server for the page in `root`: its address, and what closes it. */
export async function viteServer(root) {
  const server = await createServer({ root, configFile: false, logLevel: 'error' });
  await server.listen(0);
  return { url: server.resolvedUrls.local[0], close: () => server.close() };
}

export function withBun(entry, file, { flags }) {
  const bun = join(here, 'node_modules', '@oven', 'bun-linux-x64', 'bin', 'bun');
  execFileSync(bun, ['build', entry, `--outfile=${file}`, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
