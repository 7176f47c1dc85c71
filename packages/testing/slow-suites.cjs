/**
 * The suites that take long, with the seconds that each takes alone on one core: `npm run test:quick` leaves out all of
 * them, `npm run mutants` those that would take half a minute or more for nearly every mutant. `npm test` runs them all.
 */
const SLOW_SUITES = [
  { path: 'examples/test/', seconds: 60, what: 'runs every example as a user would' },
  {
    path: 'packages/testing/test/docs-examples.test.ts',
    seconds: 60,
    what: "runs all pages' code",
  },
  { path: 'packages/testing/test/engines.test.ts', seconds: 60, what: 'trains random models' },
  { path: 'packages/testing/test/door.test.ts', seconds: 60, what: 'hostile values everywhere' },
  { path: 'packages/testing/test/fuzz.test.ts', seconds: 12, what: 'opens damaged files' },
  { path: 'packages/saving/test/archive/hostile.test.ts', seconds: 8, what: 'damages each byte' },
  { path: 'packages/saving/test/hdf5/weights-h5.test.ts', seconds: 8, what: 'starts processes' },
  { path: 'packages/testing/test/keras-runs.test.ts', seconds: 60, what: 'trains what Keras has' },
  { path: 'packages/testing/test/parity.test.ts', seconds: 60, what: 'the same on both engines' },
  { path: 'packages/testing/test/lab-bundle.test.ts', seconds: 30, what: 'bundles for pages' },
  {
    path: 'packages/models/test/every-state.test.ts',
    seconds: 30,
    what: 'each call in each state',
  },
  { path: 'packages/models/test/doors.test.ts', seconds: 30, what: 'hostile values in each call' },
  {
    path: 'packages/testing/test/conformance.test.ts',
    seconds: 30,
    what: 'each export, both engines',
  },
  {
    path: 'packages/saving/test/places/faults.test.ts',
    seconds: 15,
    what: 'each system call of a save',
  },
  { path: 'packages/metrics/test/degenerate.test.ts', seconds: 30, what: 'degenerate data' },
  {
    path: 'packages/saving/test/tfjs/both-sides.test.ts',
    seconds: 25,
    what: 'trains with tfjs-layers',
  },
  { path: 'packages/testing/test/gradients-of-zero.test.ts', seconds: 17, what: 'long training' },
  { path: 'packages/lab/test/leaves-the-model.test.ts', seconds: 15, what: 'trains 140 models' },
  { path: 'packages/testing/test/vocabulary-on-engines.test.ts', seconds: 10, what: 'each name' },
  { path: 'packages/testing/test/versions.test.ts', seconds: 8, what: 'starts processes' },
  { path: 'packages/testing/test/errors-page.test.ts', seconds: 3, what: 'trains for each error' },
  { path: 'packages/testing/test/pads.test.ts', seconds: 7, what: 'long training' },
  { path: 'packages/testing/test/resume.test.ts', seconds: 10, what: 'trains 500 models' },
  { path: 'packages/testing/test/hand-over.test.ts', seconds: 6, what: 'trains 108 models' },
  { path: 'packages/testing/test/randomness.test.ts', seconds: 6, what: 'moments of many draws' },
  { path: 'packages/lab/test/words/words.test.ts', seconds: 6, what: 'trains for its words' },
  {
    path: 'packages/engine-wasm/test/large-batches.test.ts',
    seconds: 5,
    what: 'batches of 60,000',
  },
  { path: 'packages/engine-wasm/test/worker-pool.test.ts', seconds: 5, what: 'starts threads' },
  { path: 'packages/engine-wasm/test/threads.test.ts', seconds: 5, what: 'starts threads' },
  { path: 'packages/testing/test/keras-optimizers.test.ts', seconds: 4, what: '94 optimizers' },
  { path: 'packages/initializers/test/initializers.test.ts', seconds: 4, what: 'large tensors' },
  { path: 'packages/drawing/test/drawing.test.ts', seconds: 3, what: 'draws every picture' },
  { path: 'packages/testing/test/keras-layers.test.ts', seconds: 3, what: '128 layers' },
  { path: 'packages/lab/test/compare/comparison.test.ts', seconds: 3, what: 'compares optimizers' },
  { path: 'packages/engine-tfjs/test/gradients.test.ts', seconds: 3, what: 'every derivative' },
  { path: 'packages/models/test/iterators.test.ts', seconds: 3, what: 'every path of an iterator' },
  {
    path: 'packages/engine-wasm/test/compile-rules.test.ts',
    seconds: 2,
    what: 'compiles every rule',
  },
  { path: 'datasets/test/idx.test.ts', seconds: 2, what: 'large files' },
  { path: 'datasets/test/mnist', seconds: 5, what: 'reads ten thousand digits' },
];

/** The paths of the suites that take at least so long, as jest's testPathIgnorePatterns. */
exports.slowSuites = (seconds = 0) =>
  SLOW_SUITES.filter((suite) => suite.seconds >= seconds).map(
    ({ path }) => `<rootDir>/${path.replaceAll('.', '[.]')}`,
  );

exports.SLOW_SUITES = SLOW_SUITES;
