const { projects } = require('../../../jest.config.cjs');

const target = process.env.MUTANTS_TARGET;
/** Whose tests say what the target must do, beside its own and those across packages. */
const FURTHER = {
  'packages/core': ['packages/optimizers', 'packages/losses', 'packages/layers'],
};

/** Without the tests that take long: each would run for nearly every mutant. */
module.exports = {
  ...projects[0],
  rootDir: '../../..',
  testTimeout: 120_000,
  testMatch: [target, ...(FURTHER[target] ?? []), 'packages/testing'].map(
    (folder) => `<rootDir>/${folder}/test/**/*.test.ts`,
  ),
  testPathIgnorePatterns: [
    '/node_modules/',
    'packages/testing/test/(conformance|docs-examples|door|engines|keras-runs|lab-bundle|parity)',
    // Half a minute each, for what their neighbours say as well.
    'packages/models/test/(doors|every-state)',
    'packages/metrics/test/degenerate',
  ],
};
