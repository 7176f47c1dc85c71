/**
 * What a browser is sent at once for a page, by bundlers as they are when nobody configures them: the contents of the
 * files that the page's script imports, and of those that they import. What is loaded later (`import()`) is left out.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { build as vite } from 'vite';
import webpack from 'webpack';

export const SENT = { esbuild: byEsbuild, Vite: byVite, webpack: byWebpack };

async function byEsbuild(project, entry) {
  const { metafile, outputFiles } = await esbuild.build({
    absWorkingDir: project,
    entryPoints: [entry],
    outdir: 'out',
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const start = Object.keys(metafile.outputs).find(
    (path) => metafile.outputs[path].entryPoint === entry,
  );
  const imports = (path) =>
    metafile.outputs[path].imports
      .filter(({ kind }) => kind === 'import-statement')
      .map((each) => each.path);
  return reachable(start, imports).map(
    (path) => outputFiles.find((file) => file.path === join(project, path)).contents,
  );
}

async function byVite(project, entry) {
  const { output } = await vite({
    root: project,
    configFile: false,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input: join(project, entry) } },
  });
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const { fileName } = output.find(({ isEntry }) => isEntry);
  return reachable(fileName, (name) => chunks.get(name).imports).map((name) =>
    Buffer.from(chunks.get(name).code),
  );
}

function byWebpack(project, entry) {
  const output = { path: join(project, 'webpack') };
  const options = { context: project, entry: `./${entry}`, mode: 'production', output };
  return new Promise((resolve, reject) => {
    // Its size limit for pages is about something else.
    webpack({ ...options, performance: false }, (error, stats) => {
      if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
      else {
        const { assets } = stats.toJson().entrypoints.main;
        resolve(assets.map(({ name }) => readFileSync(join(output.path, name))));
      }
    });
  });
}

/** A file with all that it imports, one after the other. */
function reachable(start, importsOf) {
  const found = new Set([start]);
  for (const each of found) for (const next of importsOf(each)) found.add(next);
  return [...found];
}
