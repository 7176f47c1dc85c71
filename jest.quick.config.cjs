/**
 * `npm run test:quick`: all tests but the suites that train for long or start processes, and on one engine only.
 * What is left out is said each time, and is part of `npm test`.
 */
const full = require('./jest.config.cjs');

const SLOW = [
  'examples/test/', // runs every example as a user would
  'packages/testing/test/docs-examples.test.ts', // compiles and runs the blocks of all pages
  'packages/testing/test/engines.test.ts', // trains random models on both engines
  'packages/testing/test/door.test.ts', // hundreds of hostile values for every option of every export
  'packages/testing/test/keras-runs.test.ts', // trains what Keras has trained
  'packages/testing/test/parity.test.ts', // trains it on both engines
  'packages/testing/test/vocabulary-on-engines.test.ts', // trains with every name on both engines
  'packages/testing/test/lab-bundle.test.ts', // bundles for pages
  'packages/engine-wasm/test/threads.test.ts', // starts threads
  'datasets/test/mnist', // reads ten thousand digits, serves downloads
];

// Once, not again in each worker.
if (process.env.JEST_WORKER_ID === undefined) {
  console.error(
    `Left out, for npm test: ${SLOW.join(', ')}, and the models once more on the tfjs engine.`,
  );
}

module.exports = {
  ...full,
  projects: [
    {
      ...full.projects[0],
      testPathIgnorePatterns: [
        '/node_modules/',
        ...SLOW.map((path) => `<rootDir>/${path.replaceAll('.', '[.]')}`),
      ],
    },
  ],
  maxWorkers: 2,
};
