/** Rows of a real application that renders on the server: Next.js, built and started. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { versionIn, writeProgram } from '../stage.mjs';
import { visit } from '../visit.mjs';

const built = new WeakMap();

/** Builds the application once, starts it, and hands its address to `use`. */
async function withNext(stage, use) {
  if (!built.has(stage)) built.set(stage, build(stage));
  const folder = await built.get(stage);
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const next = join(folder, 'node_modules/next/dist/bin/next');
  const server = spawn(process.execPath, [next, 'start', '--port', String(port)], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    await new Promise((resolve, reject) => {
      server.stdout.on('data', (text) => /Ready/.test(text) && resolve());
      server.stderr.on('data', (text) => process.stderr.write(text));
      server.on('exit', () => reject(new Error('Error: Next.js did not start.')));
      setTimeout(() => reject(new Error('Error: Next.js took too long to start.')), 60_000).unref();
    });
    return await use(`http://localhost:${port}`);
  } finally {
    process.kill(-server.pid, 'SIGTERM');
  }
}

async function build(stage) {
  const folder = await stage.tools('next');
  writeProgram(folder, 'esm');
  const next = join(folder, 'node_modules/next/dist/bin/next');
  await stage.run(process.execPath, [next, 'build'], {
    cwd: folder,
    env: { NEXT_TELEMETRY_DISABLED: '1' },
  });
  return folder;
}

const version = async (stage) => versionIn(await stage.tools('next'), 'next');

export const NEXT = [
  {
    name: 'Next.js, route handler',
    imported: '`import`, built for the server',
    version,
    run: (stage) =>
      withNext(stage, async (url) => {
        const response = await fetch(`${url}/lecture`);
        if (!response.ok) throw new Error(`Error: ${response.status} ${await response.text()}`);
        return response.json();
      }),
  },
  {
    name: 'Next.js, client component',
    imported: '`import`, rendered on the server, run in the page',
    version,
    run: (stage) =>
      withNext(stage, (url) =>
        visit('Chromium', { url: (report) => `${url}/?report=${encodeURIComponent(report)}` }),
      ),
  },
];
