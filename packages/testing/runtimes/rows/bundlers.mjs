/** Rows of bundlers, without configuration: what comes out runs elsewhere, where nothing of the project is found. */
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { versionIn } from '../stage.mjs';
import { visit } from '../visit.mjs';
import { binary } from './javascript.mjs';

const BOTH_WAYS =
  '`--conditions=module-sync`, which is needed only where a program imports and requires the package.';
const SIZE_HINTS = 'No warnings but those about size, which count all that is loaded later.';

/** A bundle for Node, or for another runtime: one file that prints its report. */
function forNode(name, tool, ending, bundler, options = {}, { runtime, remark } = {}) {
  return {
    name,
    imported: `bundled, ${ending === 'cjs' ? 'CommonJS' : 'ESM'}`,
    remark,
    version: async (stage) => versionIn(await stage.tools('bundlers'), tool),
    async run(stage) {
      const file = join(stage.folder('bundles', name), `program.${ending}`);
      const bundle = await bundlers(stage);
      const source = ending === 'cjs' ? 'commonjs/program.js' : 'program.js';
      await bundle[bundler](join(stage.project, source), file, options);
      const command = runtime ? await binary(stage, runtime) : process.execPath;
      return JSON.parse(await stage.run(command, [file]));
    },
  };
}

/** A page, bundled and opened in Chromium. */
function forPage(name, tool, bundler, options = {}, { remark, html = 'page.js' } = {}) {
  return {
    name,
    imported: 'bundled, page',
    remark,
    version: async (stage) => versionIn(await stage.tools('bundlers'), tool),
    async run(stage) {
      const folder = stage.folder('bundles', name);
      const bundle = await bundlers(stage);
      const entry = html === 'page.js' ? join(stage.project, 'page.js') : pageSource(stage);
      await bundle[bundler](entry, join(folder, basename(html)), options);
      if (html === 'page.js')
        writeFileSync(
          join(folder, 'index.html'),
          '<!doctype html><script type="module" src="/page.js"></script>',
        );
      return visit('Chromium', { folder });
    },
  };
}

/** A folder with a page as people write it: `index.html` names the sources. */
function pageSource(stage) {
  const folder = stage.folder('page source');
  for (const file of readdirSync(stage.project))
    if (file.endsWith('.js')) copyFileSync(join(stage.project, file), join(folder, file));
  const html = '<!doctype html><title>Tsuno</title><script type="module" src="./page.js"></script>';
  writeFileSync(join(folder, 'index.html'), html);
  return join(folder, 'index.html');
}

async function bundlers(stage) {
  const folder = await stage.tools('bundlers');
  // For Parcel, which takes no notice of `exports` and `imports` unless it is told to, and looks for stand-ins of Node's
  // modules from the file that names them.
  const manifest = join(stage.project, 'package.json');
  const parcel = { '@parcel/resolver-default': { packageExports: true } };
  writeFileSync(
    manifest,
    JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), ...parcel }),
  );
  for (const name of ['buffer', 'process']) {
    const [given, wanted] = [folder, stage.project].map((at) => join(at, 'node_modules', name));
    if (!existsSync(wanted)) symlinkSync(given, wanted, 'dir');
  }
  return import(pathToFileURL(join(folder, 'bundle.mjs')).href);
}

const WHOLE = { html: 'index.html' };

export const BUNDLERS = [
  forNode('esbuild, Node, CommonJS', 'esbuild', 'cjs', 'withEsbuild', {
    platform: 'node',
    format: 'cjs',
  }),
  forNode('esbuild, Node, ESM', 'esbuild', 'mjs', 'withEsbuild', {
    platform: 'node',
    format: 'esm',
  }),
  forNode('esbuild, Node, ESM, minified', 'esbuild', 'mjs', 'withEsbuild', {
    platform: 'node',
    format: 'esm',
    minify: true,
  }),
  forPage('esbuild, page, minified', 'esbuild', 'withEsbuild', {
    platform: 'browser',
    format: 'esm',
    minify: true,
  }),
  forNode('webpack, Node, minified', 'webpack', 'cjs', 'withWebpack', {
    target: 'node',
    mode: 'production',
  }),
  forNode('webpack, Node, ESM', 'webpack', 'mjs', 'withWebpack', {
    target: 'node20',
    mode: 'development',
    asModule: true,
  }),
  forPage(
    'webpack, page, minified',
    'webpack',
    'withWebpack',
    { target: 'web', mode: 'production' },
    { remark: SIZE_HINTS },
  ),
  forNode('Rollup, Node, ESM', 'rollup', 'mjs', 'withRollup'),
  forNode('Rolldown, Node, ESM', 'rolldown', 'mjs', 'withRolldown', {
    platform: 'node',
    format: 'esm',
  }),
  forNode('Rolldown, Node, CommonJS', 'rolldown', 'cjs', 'withRolldown', {
    platform: 'node',
    format: 'cjs',
  }),
  forPage('Rolldown, page', 'rolldown', 'withRolldown', { platform: 'browser', format: 'esm' }),
  forPage(
    'Parcel, page',
    'parcel',
    'withParcel',
    {},
    {
      ...WHOLE,
      remark:
        'In `package.json`: `"@parcel/resolver-default": { "packageExports": true }`, Parcel\'s own setting. `npm install buffer process`: it wants them beside whatever names them, as tfjs does.',
    },
  ),
  forPage('Vite, page', 'vite', 'withVite', {}, WHOLE),
  {
    name: 'Vite, dev server',
    imported: '`import`, in a page',
    version: async (stage) => versionIn(await stage.tools('bundlers'), 'vite'),
    async run(stage) {
      const { viteServer } = await bundlers(stage);
      const { url, close } = await viteServer(join(pageSource(stage), '..'));
      try {
        return await visit('Chromium', {
          url: (report) => `${url}?report=${encodeURIComponent(report)}`,
        });
      } finally {
        await close();
      }
    },
  },
  forNode('Vite, server, all inside', 'vite', 'mjs', 'withVite', { ssr: true, noExternal: true }),
  forNode('Bun, Node', '@oven/bun-linux-x64', 'mjs', 'withBun', { flags: ['--target=node'] }),
  forNode(
    'Bun, Node, CommonJS',
    '@oven/bun-linux-x64',
    'cjs',
    'withBun',
    { flags: ['--target=node', '--format=cjs', '--conditions=module-sync'] },
    { remark: BOTH_WAYS },
  ),
  forNode(
    'Bun, Bun, minified',
    '@oven/bun-linux-x64',
    'mjs',
    'withBun',
    { flags: ['--target=node', '--minify'] },
    { runtime: 'bun' },
  ),
];
