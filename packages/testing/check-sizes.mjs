/**
 * What a page costs: bundles the pages of `docs/size.md` from the packed package, by what esbuild, Vite and webpack do
 * when nobody configures them, and adds up what a browser is sent at once (minified, gzip). A page above its budget is an
 * error. Sizes are the same on every machine, so this is no benchmark. `npm run sizes` (after build).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import packed from './packed-project.cjs';

const { root, run, withPackedProject } = packed;
const bundlers = join(root, 'packages', 'testing', 'runtimes', 'projects', 'bundlers');
if (!existsSync(join(bundlers, 'node_modules'))) {
  run(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'],
    bundlers,
  );
}
const { SENT } = await import('./runtimes/projects/bundlers/sent.mjs');

/** The pages in the order of `docs/size.md`, and what they may cost. */
const PAGES = [
  { name: "the lecture's page", budget: 130_000 },
  { name: 'the smaller way', budget: 100_000 },
];

const text = readFileSync(join(root, 'docs', 'size.md'), 'utf8');
const programs = [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, program]) => program);
if (programs.length !== PAGES.length) {
  throw new Error(`docs/size.md has ${programs.length} programs, not ${PAGES.length}`);
}

const rows = [];
await withPackedProject(async (project) => {
  for (const [index, { name, budget }] of PAGES.entries()) {
    const { code } = transformSync(programs[index], { loader: 'ts' });
    const entry = `page-${index}.js`;
    writeFileSync(join(project, entry), code);
    for (const [bundler, bundle] of Object.entries(SENT)) {
      const sent = await bundle(project, entry);
      const bytes = gzipSync(Buffer.concat(sent), { level: 9 }).length;
      rows.push({ page: name, bundler, 'bytes (gzip)': bytes, budget });
    }
  }
});
console.table(rows);
const tooLarge = rows.filter((row) => row['bytes (gzip)'] > row.budget);
if (tooLarge.length > 0) {
  console.error(
    `Too large: ${tooLarge.map(({ page, bundler }) => `${page} by ${bundler}`).join(', ')}. ` +
      'See what is kept (esbuild --analyze), and whether it can be loaded later or dropped.',
  );
  process.exitCode = 1;
}
