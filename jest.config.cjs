/** Sources are read as they are (packages export their src), compiled one file at a time by swc. */
const common = {
  testEnvironment: 'node',
  // Jest cannot require the ES modules that draw pictures: they have a build for it under this condition.
  testEnvironmentOptions: { customExportConditions: ['umd', 'node', 'node-addons'] },
  moduleNameMapper: {
    '^d3@[^/]+/dist/d3[.]min[.]js$': 'd3',
    // An ES module alone, which jest compiles like the sources.
    '^#h5wasm$': '<rootDir>/packages/saving/node_modules/h5wasm/dist/esm/hdf5_hl.js',
  },
  transformIgnorePatterns: ['/node_modules/(?!.*(h5wasm|fast-png|iobuffer)/)'],
  transform: {
    '^.+\\.ts$|/(h5wasm|fast-png|iobuffer)/.+\\.js$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  // What has been built carries the names of what it was built from.
  modulePathIgnorePatterns: ['<rootDir>/(packages/[^/]+|datasets)/dist/'],
  setupFiles: ['<rootDir>/packages/testing/jest-setup.cjs'],
};

module.exports = {
  projects: [
    {
      ...common,
      displayName: 'tests',
      testMatch: ['<rootDir>/{packages/*,datasets,examples}/test/**/*.test.ts'],
    },
    {
      // What holds for models on the compiled engine holds on the reference engine too.
      ...common,
      displayName: 'models on the tfjs engine',
      testMatch: [
        '<rootDir>/packages/models/test/**/*.test.ts',
        '<rootDir>/packages/testing/test/keras-runs.test.ts',
      ],
      moduleNameMapper: {
        ...common.moduleNameMapper,
        '^@tsuno/engine-wasm$': '<rootDir>/packages/testing/src/no-wasm-engine.ts',
      },
    },
  ],
  testTimeout: 60_000,
  coverageProvider: 'v8',
};
