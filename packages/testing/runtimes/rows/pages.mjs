/** Rows of real browsers: pages, workers and service workers, with and without the headers that allow more or less. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { browserCommand } from '../browsers.mjs';
import { ISOLATED, visit } from '../visit.mjs';

const PAGE = '<!doctype html><title>Tsuno</title><script type="module" src="/page.js"></script>';
const WORKER = pageWith("new Worker('/worker.js', { type: 'module' });");
const SERVICE = pageWith("navigator.serviceWorker.register('/worker.js', { type: 'module' });");

/** Scripts stand in files, so that a page of a strict policy may run them too. */
function pageWith(script) {
  return { html: PAGE.replace('/page.js', '/starts.js'), script };
}

/** Folder with the page and with its program, in pieces that are loaded when they are needed unless it is `whole`. */
async function folderWith(stage, name, entry, { html = PAGE, script = '' } = {}, whole = false) {
  const folder = stage.folder('pages', name);
  writeFileSync(join(folder, 'index.html'), html);
  writeFileSync(join(folder, 'starts.js'), script);
  await build({
    entryPoints: [join(stage.project, `${entry}.js`)],
    outdir: folder,
    bundle: true,
    splitting: !whole,
    format: 'esm',
    logLevel: 'error',
  });
  return folder;
}

const isolated = (policy) => ({
  ...ISOLATED,
  ...(policy && { 'Content-Security-Policy': policy }),
});

function page(
  browser,
  what,
  { entry = 'page', content, whole, headers = ISOLATED, remark = '' } = {},
) {
  const name = `${browser}, ${what}`;
  return {
    name,
    imported: `bundled, ${whole ? 'one file' : 'in pieces'}`,
    remark,
    version: (stage) => browserVersion(stage, browser),
    run: async (stage) =>
      visit(browser, { folder: await folderWith(stage, name, entry, content, whole), headers }),
  };
}

export async function browserVersion(stage, browser) {
  const printed = await stage.run(...browserCommand(browser, ['--version']));
  return /\d+(\.\d+)+/.exec(printed)[0];
}

const inEach = (make) => ['Chromium', 'Firefox', 'WebKit'].flatMap(make);

export const PAGES = [
  ...inEach((browser) => [
    page(browser, 'page with COOP and COEP'),
    page(browser, 'page without COOP and COEP', {
      headers: {},
      remark: 'One thread: memory cannot be shared.',
    }),
    page(browser, 'page with a policy', {
      headers: isolated(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self' blob:",
      ),
    }),
    page(browser, 'Web Worker', { entry: 'worker', content: WORKER }),
    page(browser, 'service worker', {
      entry: 'worker',
      content: SERVICE,
      whole: true,
      remark: 'Bundled into one file: browsers refuse `import()` in service workers.',
    }),
  ]),
];
