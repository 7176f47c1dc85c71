/** Sources are read as they are (packages export their src), compiled one file at a time by swc. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{packages/*,datasets,examples}/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  setupFiles: ['<rootDir>/packages/testing/jest-setup.cjs'],
  testTimeout: 60_000,
  coverageProvider: 'v8',
};
