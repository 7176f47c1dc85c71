/** What a published package has to hold, and may hold: nothing else goes to npm. */

/** Fields without which a package is hard to find, to trust or to use. */
const FIELDS = [
  ...['name', 'version', 'description', 'keywords', 'license', 'author', 'homepage', 'bugs'],
  ...['repository', 'engines', 'type', 'exports', 'sideEffects', 'publishConfig'],
];

/** Scripts that npm runs where the package is installed. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

const ALWAYS = ['package.json', 'README.md', 'LICENSE'];
const ALLOWED = [
  /^THIRD-PARTY-LICENSES\.txt$/,
  // Doors, and what they share.
  /^[a-z0-9_-]+(\.(min|gen))?(-[A-Z0-9]{8})?\.js$/,
  // The same for what can require no ES modules.
  /^commonjs\/([a-z0-9_-]+(\.(min|gen))?(-[A-Z0-9]{8})?\.js|package\.json)$/,
  // Declarations of sources: folders of tests or goldens have no place among them.
  /^types\/(?!.*\/(test|tests|goldens|testing)\/)[a-z0-9/_.-]+(?<!\.test)\.d\.ts$/i,
  // What TensorFlow.js's declarations leave to others.
  /^tfjs-types\/[@a-z/]+\.d\.ts$/,
];

/**
 * What is wrong with a package, a sentence each.
 *
 * @param {object} manifest the `package.json` in the tarball
 * @param {readonly string[]} files the paths of its files
 */
function tarballProblems(manifest, files) {
  const held = new Set(files);
  const led = pathsIn({ ...manifest.exports, ...manifest.imports });
  const effects = Array.isArray(manifest.sideEffects) ? manifest.sideEffects : [];
  const needed = new Set([...ALWAYS, ...[...led, ...effects].map((path) => path.slice(2))]);
  return [
    ...[...needed].filter((path) => !held.has(path)).map((path) => `${path} is missing`),
    ...files
      .filter((path) => !needed.has(path) && !ALLOWED.some((pattern) => pattern.test(path)))
      .map((path) => `${path} is not among the files that are to be published`),
    ...FIELDS.filter((field) => manifest[field] === undefined).map(
      (field) => `its manifest has no ${field}`,
    ),
    ...INSTALL_SCRIPTS.filter((script) => manifest.scripts?.[script]).map(
      (script) => `its manifest runs ${script} where it is installed`,
    ),
    ...(manifest.publishConfig?.provenance === true
      ? []
      : ['its manifest does not ask for provenance']),
    ...workspaceRanges(manifest),
  ].map((problem) => `${manifest.name}: ${problem}.`);
}

/** All paths that doors lead to, under whichever conditions. */
function pathsIn(door) {
  return typeof door === 'string' ? [door] : Object.values(door).flatMap(pathsIn);
}

/** Ranges that mean something in this repository only. */
function workspaceRanges({ dependencies, peerDependencies, optionalDependencies }) {
  return Object.entries({ ...dependencies, ...peerDependencies, ...optionalDependencies })
    .filter(([, range]) => /^(workspace|file|link|catalog):/.test(range))
    .map(([name, range]) => `its manifest wants ${name} at ${range}, which npm cannot know`);
}

module.exports = { tarballProblems };
