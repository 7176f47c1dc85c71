/** The browsers that are here, and how each opens a page without a window that anybody sees. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHROMIUM = [
  '--headless',
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const BROWSERS = {
  Chromium: {
    paths: [
      process.env.CHROMIUM,
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
    ],
    open: (profile, url, flags) => [
      `--user-data-dir=${profile}`,
      ...CHROMIUM,
      ...(flags ?? ['--disable-gpu']),
      url,
    ],
  },
  Firefox: {
    paths: [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'],
    open: (profile, url) => ['--headless', '--no-remote', '--profile', profile, url],
  },
  WebKit: {
    // WebKitGTK's own small browser, which wants a display. Safari shares memory in isolated pages by itself.
    env: { JSC_useSharedArrayBuffer: '1' },
    paths: [process.env.WEBKIT, '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'],
    open: (profile, url) => ['--private', url],
  },
};

/** The path of a browser; one that is not here is an error that says how to get it. */
function browserPath(name) {
  const path = BROWSERS[name].paths.find((path) => path && existsSync(path));
  if (path) return path;
  throw new Error(`${name} is not here. Install it, or name it: ${name.toUpperCase()}=/path/to/it`);
}

/** What a command line has to begin with where there is no display: WebKitGTK's browser wants one even to tell its version. */
const onDisplay = (name) =>
  name === 'WebKit' && !process.env.DISPLAY ? ['xvfb-run', '--auto-servernum'] : [];

/** The command that runs the browser with these arguments: its name and its own arguments. */
export function browserCommand(name, args) {
  const [command, ...rest] = [...onDisplay(name), browserPath(name), ...args];
  return [command, rest];
}

/** Opens the page in the browser, hands back what closes it. */
export function openBrowser(name, url, flags) {
  const profile = mkdtempSync(join(tmpdir(), 'tsuno-browser-'));
  const [command, args] = browserCommand(name, BROWSERS[name].open(profile, url, flags));
  // A group of its own, so that all its processes end together.
  const child = spawn(command, args, {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, ...BROWSERS[name].env },
  });
  return async () => {
    // First kindly: a display that is killed leaves its number behind.
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      try {
        process.kill(-child.pid, signal);
      } catch {}
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
}
