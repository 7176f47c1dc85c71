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
  testMatch: [target, ...(FURTHER[target] ?? []), 'packages/testing'].map(
    (folder) => `<rootDir>/${folder}/test/**/*.test.ts`,
  ),
  testPathIgnorePatterns: [
    '/node_modules/',
    'keras-runs',
    'docs-examples',
    'lab-bundle',
    'packages/testing/test/door',
    'conformance',
  ],
};
