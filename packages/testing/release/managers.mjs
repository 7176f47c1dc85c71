/** The package managers that people install with, in versions of their own, each with an empty cache. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tool = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
const platform = process.platform === 'win32' ? 'windows' : process.platform;
const arch = process.arch === 'arm64' ? 'aarch64' : process.arch;

const NODE = [process.execPath];
const BUN = [tool(`@oven/bun-${platform}-${arch}/bin/bun`)];
const PNPM = [...NODE, tool('pnpm/bin/pnpm.cjs')];
const YARN = [...NODE, tool('yarn/bin/yarn.js')];
const BERRY = [...NODE, tool('@yarnpkg/cli-dist/bin/yarn.js')];

/**
 * How each installs packages in an empty project (`command install …`) and runs the programs there (`program FILE`).
 * `files` are settings that environment variables do not reach.
 */
export const MANAGERS = [
  {
    name: 'npm',
    command: ['npm'],
    install: ['install', '--no-audit', '--no-fund', '--loglevel', 'error'],
    program: NODE,
  },
  {
    name: 'pnpm',
    command: PNPM,
    install: ['add', '--store-dir', '.store', '--reporter', 'silent'],
    program: NODE,
  },
  {
    name: 'yarn',
    command: YARN,
    install: ['add', '--silent', '--cache-folder', '.cache'],
    program: NODE,
  },
  {
    name: 'yarn, node_modules',
    command: BERRY,
    install: ['add'],
    program: NODE,
    files: berrySettings('node-modules'),
  },
  {
    name: 'yarn, PnP',
    command: BERRY,
    install: ['add'],
    program: [...BERRY, 'node'],
    // A required ES module is resolved by Node itself, which finds nothing in Yarn's zip files.
    onlyImports: true,
    files: berrySettings('pnp'),
  },
  {
    name: 'bun',
    command: BUN,
    install: ['add', '--no-progress', '--silent'],
    program: BUN,
    files: ({ address, home }) => ({
      'bunfig.toml': `[install]\nregistry = "${address}"\n[install.cache]\ndir = "${home}/bun-cache"\n`,
    }),
  },
];

function berrySettings(linker) {
  return ({ address, home }) => ({
    'yarn.lock': '',
    '.yarnrc.yml': [
      `nodeLinker: ${linker}`,
      `npmRegistryServer: "${address}"`,
      'unsafeHttpWhitelist: ["127.0.0.1"]',
      'enableTelemetry: false',
      'enableGlobalCache: false',
      'enableScripts: false',
      // It is published a minute ago; a gate on young versions would wait for a day.
      'npmMinimalAgeGate: 0',
      `globalFolder: "${home}/berry"`,
      '',
    ].join('\n'),
  });
}

/** The environment of a manager: the registry, and no cache or settings of whoever rehearses. */
export function environmentOf({ address, home }) {
  const token = `//${new URL(address).host}/:_authToken`;
  const userConfig = join(home, 'npmrc');
  mkdirSync(home, { recursive: true });
  writeFileSync(userConfig, `registry=${address}\n${token}=rehearsal\n`);
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|yarn_|pnpm_|bun_)/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    npm_config_userconfig: userConfig,
    npm_config_registry: address,
    npm_config_cache: join(home, 'npm-cache'),
    npm_config_update_notifier: 'false',
    YARN_REGISTRY: address,
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    BUN_INSTALL_CACHE_DIR: join(home, 'bun-cache'),
    BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0',
    TSUNO_CACHE: join(home, 'tsuno-cache'),
  };
}
