/** Serves a folder with the headers that a page is to have, opens it in a browser, and waits for what it reports. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { openBrowser } from './browsers.mjs';

export const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/**
 * The report of the page `index.html` of `folder`, or with `url` of a page that another server has: it then posts to
 * the address that `url` is called with.
 */
export async function visit(browser, { folder, url, headers = {}, flags, timeout = 120_000 }) {
  const { promise, resolve, reject } = withResolvers();
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const parts = await request.toArray();
      response.end();
      resolve(JSON.parse(Buffer.concat(parts).toString()));
      return;
    }
    const path = normalize(new URL(request.url, 'http://x').pathname);
    const file = join(folder, path === '/' ? 'index.html' : path);
    const content = await readFile(file).catch(() => undefined);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(content ? 200 : 404, { ...headers, 'Content-Type': type });
    response.end(content);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const own = `http://127.0.0.1:${server.address().port}/`;
  const timer = setTimeout(
    () => reject(new Error(`Error: ${browser} has not answered within ${timeout / 1000} s.`)),
    timeout,
  );
  const close = openBrowser(browser, url?.(`${own}report`) ?? own, flags);
  try {
    const report = await promise;
    if (report.error) throw new Error(report.error);
    return report;
  } finally {
    clearTimeout(timer);
    await close();
    server.close();
    server.closeAllConnections();
  }
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
