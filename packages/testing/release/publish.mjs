/** Publishing as a release does it: the same command, from a copy of what it reads, to another registry. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publicPackages, root } from '../build/workspace.mjs';

const BINARIES = fileURLToPath(new URL('node_modules/.bin', import.meta.url));
const CHANGESET = join(root, 'node_modules', '@changesets', 'cli', 'bin.js');

/**
 * Throws for a version that upstream has already, and for one that the changelog does not tell of. Without a network it
 * says that nobody asked.
 */
export function requireUnpublished(packages, upstream) {
  for (const { manifest } of packages) {
    const { name, version } = manifest;
    const asked = spawnSync(
      'npm',
      ['view', `${name}@${version}`, 'version', '--json', '--registry', upstream],
      {
        cwd: root,
        encoding: 'utf8',
        shell: process.platform === 'win32',
      },
    );
    if (asked.status === 0 && asked.stdout.includes(version)) {
      throw new Error(
        `${name} ${version} is published already. Run npm run changeset for what has changed, then npm run release:version.`,
      );
    }
    if (asked.status !== 0 && !/E404/.test(asked.stdout + asked.stderr)) {
      console.log(
        `${upstream} does not answer, so nobody knows whether ${name} ${version} is published.`,
      );
    }
  }
  const [{ manifest }] = packages.filter(({ manifest: { name } }) => name === 'tsuno');
  const changelog = readFileSync(join(root, 'packages', 'tsuno', 'CHANGELOG.md'), 'utf8');
  if (!changelog.split('\n').includes(`## ${manifest.version}`)) {
    throw new Error(`packages/tsuno/CHANGELOG.md says nothing of ${manifest.version}.`);
  }
}

/**
 * Publishes the built packages by `changeset publish`. Git's tags are made in the copy. Provenance is left out: GitHub
 * signs it, and only there.
 */
export function publishTo(registry, copy, env) {
  const packages = publicPackages();
  const texts = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.changeset'];
  const folders = packages.map(({ folder }) => relative(root, folder));
  const paths = [
    ...texts,
    ...folders.flatMap((folder) => [`${folder}/package.json`, `${folder}/dist`]),
  ];
  for (const path of paths) cpSync(join(root, path), join(copy, path), { recursive: true });
  for (const folder of folders) unsigned(join(copy, folder, 'dist', 'package.json'));
  const git = (...args) => execFileSync('git', args, { cwd: copy, stdio: 'ignore' });
  git('init', '--initial-branch', 'main');
  git('add', '--all', '--force');
  git('-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost', 'commit', '-m', 'x');
  const said = execFileSync(process.execPath, [CHANGESET, 'publish'], {
    cwd: copy,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, PATH: [BINARIES, dirname(process.execPath), env.PATH].join(delimiter) },
  });
  for (const { manifest } of packages) {
    const { name, version } = manifest;
    const found = execFileSync(
      'npm',
      ['view', `${name}@${version}`, 'dist.integrity', '--registry', registry],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env,
      },
    ).trim();
    if (!found)
      throw new Error(`${name} ${version} did not arrive. changeset publish said:\n${said}`);
    console.log(`${name} ${version} ${found}`);
  }
}

function unsigned(path) {
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  const { provenance, ...publishConfig } = manifest.publishConfig;
  writeFileSync(path, JSON.stringify({ ...manifest, publishConfig }, null, 2));
}
