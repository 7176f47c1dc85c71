/** What a page has to load: bundled and minified by esbuild, then gzip. */
import { join } from 'node:path';
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
  for (const { name, title, entry, target, without } of BUNDLES) {
    const { metafile, outputFiles } = await build({
      entryPoints: [join(BENCH, 'programs', entry)],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: 'esm',
      target: 'es2022',
      platform: 'browser',
      conditions: ['import'],
      logLevel: 'error',
      plugins: without ? [leaveOut(without)] : [],
    });
    const [{ contents }] = outputFiles;
    const [output] = Object.values(metafile.outputs);
    const kilobytes = gzipSync(contents, { level: 9 }).length / 1000;
    records.push({
      section: 'bundle',
      measure: 'bundle for browsers, minified + gzip',
      name,
      title,
      unit: 'kB',
      ...summarize([kilobytes]),
      ...(target === undefined ? {} : { targetAtMost: target }),
      minifiedBytes: contents.length,
      minifiedBytesByPackage: byPackage(output.inputs),
      largestFiles: largest(output.inputs, 40),
    });
  }
  return records;
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
