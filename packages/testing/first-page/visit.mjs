/** Opens a page in headless Chromium, and waits for what is posted to the address that `urlFor` is handed. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export async function visit(urlFor) {
  const browser = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  if (!browser) throw new Error('No Chromium was found. Name it: CHROMIUM=/path/to/chromium');
  const profile = mkdtempSync(join(tmpdir(), 'tsuno-browser-'));
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const url = urlFor(`http://127.0.0.1:${server.address().port}/`);
  // A group of its own, so that all its processes end together.
  const settings = { stdio: 'ignore', detached: true };
  const child = spawn(browser, [...FLAGS, `--user-data-dir=${profile}`, url], settings);
  try {
    return await new Promise((resolve, reject) => {
      setTimeout(reject, 120_000, new Error(`${url} has not answered within two minutes.`)).unref();
      server.on('request', async (request, response) => {
        const parts = await request.toArray();
        response.end();
        resolve(JSON.parse(Buffer.concat(parts).toString()));
      });
    });
  } finally {
    process.kill(-child.pid, 'SIGKILL');
    server.close();
    server.closeAllConnections();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
