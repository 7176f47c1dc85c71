/**
 * Trains in real, headless Chromium and compares the SHA-256 of the weights with the one that Node gives: on one thread
 * and on two, in a cross-origin-isolated page. Saves into IndexedDB and as a download, and reads both back.
 * `npm run browser`; CHROMIUM names the browser if it is not found.
 */
const { spawn } = require('node:child_process');
const { existsSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { createServer } = require('node:http');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const esbuild = require('esbuild');

const candidates = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const browser = candidates.find((path) => path && existsSync(path));
if (!browser) {
  console.error(
    'No Chromium was found. Install one, or name it: CHROMIUM=/path/to/chromium npm run browser',
  );
  process.exit(1);
}
const source = readFileSync(join(__dirname, 'src', 'determinism.ts'), 'utf8');
const expected = /TRAINED_HASH =\s*'([0-9a-f]+)'/.exec(source)[1];

const { outputFiles } = esbuild.buildSync({
  entryPoints: [join(__dirname, 'browser-program.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  logLevel: 'error',
});
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

let child;
const profile = mkdtempSync(join(tmpdir(), 'tsuno-browser-'));
const finish = (code) => {
  child?.kill('SIGKILL');
  server.close();
  server.closeAllConnections();
  setTimeout(() => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    process.exit(code);
  }, 300);
};
const server = createServer((request, response) => {
  if (request.method === 'POST') {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      response.end();
      const result = JSON.parse(body);
      const right =
        result.hash === expected &&
        result.threaded === expected &&
        result.isolated === true &&
        result.saved === 'right';
      console.log(
        right
          ? `Chromium trains to the same bits, on one thread and on two: ${expected}. What it saves comes back.`
          : result,
      );
      finish(right ? 0 : 1);
    });
    return;
  }
  const isProgram = request.url === '/program.js';
  response.writeHead(200, {
    ...headers,
    'Content-Type': isProgram ? 'text/javascript' : 'text/html',
  });
  response.end(
    isProgram
      ? outputFiles[0].text
      : '<!doctype html><title>Tsuno</title><script type="module" src="/program.js"></script>',
  );
});
server.listen(0, '127.0.0.1', () => {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    `--user-data-dir=${profile}`,
  ];
  child = spawn(browser, [...flags, `http://127.0.0.1:${server.address().port}/`], {
    stdio: 'ignore',
  });
});
setTimeout(() => {
  console.error('The browser has not answered within a minute.');
  finish(1);
}, 60_000).unref();
