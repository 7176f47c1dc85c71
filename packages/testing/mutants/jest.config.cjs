const { projects } = require('../../../jest.config.cjs');
const { slowSuites } = require('../slow-suites.cjs');

const target = process.env.MUTANTS_TARGET;
/** Whose tests say what the target must do, beside its own and those across packages. */
const FURTHER = {
  'packages/core': ['packages/optimizers', 'packages/losses', 'packages/layers'],
};

module.exports = {
  ...projects[0],
  rootDir: '../../..',
  testTimeout: 120_000,
  testMatch: [target, ...(FURTHER[target] ?? []), 'packages/testing'].map(
    (folder) => `<rootDir>/${folder}/test/**/*.test.ts`,
  ),
  testPathIgnorePatterns: ['/node_modules/', ...slowSuites(30)],
};
