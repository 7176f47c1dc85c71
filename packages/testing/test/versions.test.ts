import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../src/doc-examples.ts';

const PUBLIC = ['packages/tsuno', 'datasets', 'packages/drawing'];
const MANIFESTS = [
  ...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`),
  'datasets',
  'examples',
]
  .map((path) => `${path}/package.json`)
  .filter((path) => existsSync(join(ROOT, path)));

const folder = mkdtempSync(join(tmpdir(), 'tsuno-versions-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Manifest {
  readonly version: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const read = (home: string): readonly Manifest[] =>
  PUBLIC.map((path) => JSON.parse(readFileSync(join(home, path, 'package.json'), 'utf8')));

/** A copy of the repository's manifests after `changeset version` with one changeset. */
function versioned(name: string, bump: string): string {
  const home = mkdtempSync(join(folder, 'copy-'));
  const paths = ['package.json', 'pnpm-workspace.yaml', '.changeset/config.json', ...MANIFESTS];
  for (const path of paths) cpSync(join(ROOT, path), join(home, path));
  writeFileSync(
    join(home, '.changeset', 'change.md'),
    `---\n'${name}': ${bump}\n---\n\nA change.\n`,
  );
  const changeset = join(ROOT, 'node_modules', '@changesets', 'cli', 'bin.js');
  execFileSync(process.execPath, [changeset, 'version'], { cwd: home, stdio: 'pipe' });
  return home;
}

describe('A changeset', () => {
  const [major, minor, patch] = read(ROOT)[0].version.split('.').map(Number);

  it.each([
    ['tsuno', 'patch', `${major}.${minor}.${patch + 1}`],
    ['tsuno', 'minor', `${major}.${minor + 1}.0`],
    ['@tsuno/drawing', 'minor', `${major}.${minor + 1}.0`],
  ])(
    'of %s, %s, moves all three packages to the same version, and no further',
    (name, bump, to) => {
      expect(read(versioned(name, bump)).map(({ version }) => version)).toEqual([to, to, to]);
    },
  );

  it('leaves peers at a range that the next version does not leave', () => {
    const [{ version }, datasets, drawing] = read(versioned('tsuno', 'minor'));
    for (const { peerDependencies } of [datasets, drawing]) {
      expect(['workspace:>=0.1.0', `workspace:>=${version}`]).toContain(peerDependencies?.tsuno);
    }
  });

  it('is what the changelog of its package says', () => {
    const changelog = join(versioned('tsuno', 'minor'), 'packages', 'tsuno', 'CHANGELOG.md');
    expect(readFileSync(changelog, 'utf8')).toContain(
      `## ${major}.${minor + 1}.0\n\n### Minor Changes\n\n- A change.`,
    );
  });
});
