/** What a page has to load: bundled and minified by esbuild, then gzip. */
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { BENCH } from '../places.mjs';
import { BUNDLE_TARGET_KB } from '../targets.mjs';
import { summarize } from '../tools/statistics.mjs';

const BUNDLES = [
  {
    name: 'lecture',
    title: "the lecture's program",
    entry: 'bundle-lecture.mjs',
    target: BUNDLE_TARGET_KB,
  },
  { name: 'everything', title: 'everything', entry: 'bundle-everything.mjs' },
  {
    name: 'lecture-and-files',
    title: "the lecture's program with all that it loads later, to save a model",
    entry: 'bundle-lecture.mjs',
    withLater: true,
  },
  {
    name: 'without-backend',
    title: "the lecture's program, without tfjs-backend-cpu (would not run)",
    entry: 'bundle-lecture.mjs',
    without: /^@tensorflow\/tfjs-backend-cpu/,
  },
  {
    name: 'without-tfjs',
    title: "the lecture's program, without tfjs at all (would not run)",
    entry: 'bundle-lecture.mjs',
    without: /^@tensorflow\//,
  },
];

export async function measureBundle({ log }) {
  log('bundles');
  const records = [];
  for (const { name, title, entry, target, without, withLater = false } of BUNDLES) {
    const { metafile, outputFiles } = await build({
      entryPoints: [join(BENCH, 'programs', entry)],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      // As bundlers for pages do: what is loaded with a dynamic import is a file of its own.
      splitting: true,
      outdir: join(BENCH, 'out'),
      format: 'esm',
      target: 'es2022',
      platform: 'browser',
      conditions: ['import'],
      logLevel: 'error',
      plugins: without ? [leaveOut(without)] : [],
    });
    const sent = sentFiles(metafile, withLater);
    const parts = outputFiles.filter(({ path }) => sent.has(relative(process.cwd(), path)));
    const bytes = parts.map(({ contents }) => gzipSync(contents, { level: 9 }).length);
    const inputs = [...sent].flatMap((path) => Object.entries(metafile.outputs[path].inputs));
    records.push({
      section: 'bundle',
      measure: 'bundle for browsers, minified + gzip',
      name,
      title,
      unit: 'kB',
      ...summarize([bytes.reduce((sum, size) => sum + size, 0) / 1000]),
      ...(target === undefined ? {} : { targetAtMost: target }),
      minifiedBytes: parts.reduce((sum, { contents }) => sum + contents.length, 0),
      minifiedBytesByPackage: byPackage(Object.fromEntries(inputs)),
      largestFiles: largest(Object.fromEntries(inputs), 40),
    });
  }
  return records;
}

/** The files that a page is sent at once, or with what is loaded later. */
function sentFiles({ outputs }, withLater) {
  const sent = new Set();
  const send = (path) => {
    if (sent.has(path)) return;
    sent.add(path);
    for (const { path: next, kind, external } of outputs[path].imports) {
      if (!external && (withLater || kind === 'import-statement')) send(next);
    }
  };
  send(Object.keys(outputs).find((path) => outputs[path].entryPoint?.includes('programs/')));
  return sent;
}

/** Puts an empty module in the place of every import that matches, to see what a bundle loses with it. */
function leaveOut(filter) {
  return {
    name: 'leave-out',
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: 'left-out', sideEffects: false }));
      onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

function byPackage(inputs) {
  const bytes = new Map();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const inModules = file.split('node_modules/').at(-1);
    const owner = /^(@[^/]+\/[^/]+|[^/]+)/.exec(inModules)?.[0] ?? file;
    bytes.set(owner, (bytes.get(owner) ?? 0) + bytesInOutput);
  }
  return Object.fromEntries([...bytes].sort((a, b) => b[1] - a[1]));
}

function largest(inputs, count) {
  return Object.fromEntries(
    Object.entries(inputs)
      .map(([file, { bytesInOutput }]) => [file.split('node_modules/').at(-1), bytesInOutput])
      .sort((a, b) => b[1] - a[1])
      .slice(0, count),
  );
}
