/**
 * `npm run test:quick`: all tests but the suites that train for long or start processes, and on one engine only.
 * What is left out is said each time, and is part of `npm test`.
 */
const full = require('./jest.config.cjs');
const { SLOW_SUITES, slowSuites } = require('./packages/testing/slow-suites.cjs');

// Once, not again in each worker.
if (process.env.JEST_WORKER_ID === undefined) {
  const names = SLOW_SUITES.map(({ path }) => path).join(', ');
  console.error(`Left out, for npm test: ${names}, and the models once more on the tfjs engine.`);
}

module.exports = {
  ...full,
  projects: [{ ...full.projects[0], testPathIgnorePatterns: ['/node_modules/', ...slowSuites()] }],
  maxWorkers: 2,
};
