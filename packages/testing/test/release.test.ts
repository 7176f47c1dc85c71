import { tarballProblems } from '../release/tarball.cjs';
import { treeProblems, withInstallScripts } from '../release/tree.cjs';

const MANIFEST = {
  name: 'horn',
  version: '1.2.3',
  description: 'A horn',
  keywords: ['horn'],
  license: 'MIT',
  author: 'us',
  homepage: 'https://example.org',
  bugs: 'https://example.org/bugs',
  repository: { url: 'https://example.org' },
  engines: { node: '>=20.19' },
  type: 'module',
  exports: { '.': { types: './types/horn/index.d.ts', default: './index.js' } },
  sideEffects: ['./tf.js'],
  publishConfig: { access: 'public', provenance: true },
};
const FILES = [
  ...['package.json', 'README.md', 'LICENSE', 'index.js', 'tf.js', 'types/horn/index.d.ts'],
  ...['chunk-ABCD2345.js', 'lab-words.js', 'types/core/layer-norm.d.ts'],
];

describe('A tarball', () => {
  it('is as it should be with its doors, what they share, and the three texts', () => {
    expect(tarballProblems(MANIFEST, FILES)).toEqual([]);
  });

  it.each(['README.md', 'LICENSE', 'index.js', 'tf.js', 'types/horn/index.d.ts'])(
    'is refused without %s',
    (missing) => {
      const files = FILES.filter((path) => path !== missing);
      expect(tarballProblems(MANIFEST, files)).toEqual([`horn: ${missing} is missing.`]);
    },
  );

  it.each([
    ...['index.js.map', 'src/index.ts', 'index.test.js', '.env', 'test/index.js', 'data.json'],
    ...['types/core/test/layer.d.ts', 'types/core/layer.test.d.ts', 'types/core/layer.d.ts.map'],
  ])('is refused with %s', (path) => {
    expect(tarballProblems(MANIFEST, [...FILES, path])).toEqual([
      `horn: ${path} is not among the files that are to be published.`,
    ]);
  });

  it.each(['keywords', 'repository', 'engines', 'author'] as const)(
    'is refused when its manifest has no %s',
    (field) => {
      const { [field]: _left, ...manifest } = MANIFEST;
      expect(tarballProblems(manifest, FILES)).toEqual([`horn: its manifest has no ${field}.`]);
    },
  );

  it('is refused when it would be published without provenance', () => {
    expect(tarballProblems({ ...MANIFEST, publishConfig: {} }, FILES)).toEqual([
      'horn: its manifest does not ask for provenance.',
    ]);
  });

  it('is refused when it runs something where it is installed', () => {
    expect(tarballProblems({ ...MANIFEST, scripts: { postinstall: 'x' } }, FILES)).toEqual([
      'horn: its manifest runs postinstall where it is installed.',
    ]);
  });

  it('is refused with ranges that only this repository knows', () => {
    const manifest = { ...MANIFEST, peerDependencies: { tsuno: 'workspace:^' } };
    expect(tarballProblems(manifest, FILES)).toEqual([
      'horn: its manifest wants tsuno at workspace:^, which npm cannot know.',
    ]);
  });
});

describe('What tsuno brings', () => {
  it('may be 25 packages and 60 MB', () => {
    expect(treeProblems({ packages: 25, megabytes: 60, scripts: [] })).toEqual([]);
  });

  it('is refused when it is more, or runs something', () => {
    expect(treeProblems({ packages: 26, megabytes: 60.4, scripts: ['leftpad'] })).toEqual([
      'leftpad runs a script where it is installed.',
      'tsuno brings 26 packages, more than 25.',
      'tsuno brings 60.4 MB, more than 60.',
    ]);
  });

  it('is looked through for scripts by the lockfile, nested packages too', () => {
    const packages = {
      '': {},
      'node_modules/a': {},
      'node_modules/a/node_modules/@b/c': { hasInstallScript: true },
    };
    expect(withInstallScripts({ packages })).toEqual(['@b/c']);
  });
});
