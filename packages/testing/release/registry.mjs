/** A registry on this machine: it takes the packages that are published to it, and fetches all others from upstream. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * What it has fetched from upstream it keeps for the next time, when there may be no network; what is published to it
 * ends with it.
 */
const FETCHED = join(here, 'node_modules', '.cache', 'registry');

export async function startRegistry({ home, upstream, own }) {
  forget(own);
  mkdirSync(FETCHED, { recursive: true });
  const config = join(home, 'verdaccio.json');
  const open = { access: '$all', publish: '$all', unpublish: '$all' };
  writeFileSync(
    config,
    JSON.stringify({
      storage: FETCHED,
      uplinks: { upstream: { url: upstream, timeout: '60s', maxage: '60m', max_fails: 20 } },
      packages: {
        // Never looked for upstream, so that what is tried is what was built here.
        ...Object.fromEntries(own.map((name) => [name, open])),
        '@*/*': { access: '$all', proxy: 'upstream' },
        '**': { access: '$all', proxy: 'upstream' },
      },
      max_body_size: '200mb',
      web: { enable: false },
      log: { type: 'stdout', format: 'pretty', level: 'warn' },
    }),
  );
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/`;
  const verdaccio = join(here, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
  const child = spawn(process.execPath, [verdaccio, '-c', config, '-l', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said = (said + text).slice(-4000);
    });
  }
  const stop = () => {
    child.kill('SIGKILL');
    forget(own);
  };
  process.on('exit', stop);
  try {
    await answers(address, child);
  } catch (error) {
    stop();
    throw new Error(`${error.message} It said:\n${said}`);
  }
  return { address, stop };
}

function forget(own) {
  for (const name of [...own, '.verdaccio-db.json']) {
    rmSync(join(FETCHED, name), { recursive: true, force: true });
  }
}

async function answers(address, child) {
  for (let tries = 0; tries < 150; tries++) {
    if (child.exitCode !== null) throw new Error(`The registry ended with ${child.exitCode}.`);
    const answer = await fetch(`${address}-/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(200);
  }
  throw new Error('The registry did not answer within 30 seconds.');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
