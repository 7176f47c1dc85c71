/** Who may import whom: the table of docs/design/architecture.md, as rules. `npm run rules` checks them. */
const ALL = [
  'core',
  'initializers',
  'losses',
  'metrics',
  'optimizers',
  'callbacks',
  'layers',
  'engine-tfjs',
  'engine-wasm',
  'models',
  'lab',
  'saving',
  'utils',
  'data',
];
const MAY_IMPORT = {
  'packages/core': [],
  'packages/initializers': ['core'],
  'packages/losses': ['core'],
  'packages/metrics': ['core', 'losses'],
  'packages/optimizers': ['core'],
  'packages/callbacks': ['core'],
  'packages/layers': ['core', 'initializers'],
  'packages/engine-tfjs': ['core'],
  'packages/engine-wasm': ['core'],
  'packages/models': ['core', 'engine-tfjs'],
  'packages/saving': ['core', 'models'],
  'packages/utils': ['core', 'models'],
  'packages/data': ['core', 'models', 'saving'],
  'packages/lab': ['core', 'models', 'optimizers'],
  'packages/drawing': ['tsuno'],
  'packages/tsuno': ALL,
  datasets: ['tsuno'],
};

/** Packages from outside that only one place may use: everything else goes through that place. */
const ONE_DOOR = {
  '@tensorflow/': '^packages/core/src/(tf|page-backend)[.]ts$',
  'pure-rand': '^packages/core/src/rng[.]ts$',
  'fastest-levenshtein': '^packages/core/src/names[.]ts$',
  '@observablehq/': '^packages/drawing/src/drawing[.]ts$',
  linkedom: '^packages/drawing/src/drawing[.]ts$',
  '@zip.js/': '^packages/saving/src/library/zip[.]ts$',
  h5wasm: '^packages/saving/src/library/h5wasm[.](ts|cjs)$',
  'fast-png': '^packages/data/src/library/image-decoders[.]ts$',
  'jpeg-js': '^packages/data/src/library/image-decoders[.]ts$',
  papaparse: '^packages/data/src/library/papaparse[.]ts$',
  '@resvg/': '^packages/drawing/src/png[.]ts$',
};

module.exports = {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(([from, allowed]) => ({
      name: `only-allowed-from-${from.replace('/', '-')}`,
      comment: `${from} may import ${allowed.join(', ') || 'no other package'}. See docs/design/architecture.md.`,
      severity: 'error',
      from: { path: `^${from}/src/` },
      to: {
        path: '^(packages|datasets|examples)/',
        pathNot: [
          `^${from}/src/`,
          '/node_modules/',
          ...allowed.map((name) => `^packages/${name}/src/`),
        ],
      },
    })),
    ...Object.entries(ONE_DOOR).map(([library, door]) => ({
      name: `one-door-for-${library.replace(/\W/g, '')}`,
      comment: `${library} is only imported in ${door}.`,
      severity: 'error',
      from: { path: '^(packages/[^/]+|datasets)/src/', pathNot: door },
      to: { path: `node_modules/${library}` },
    })),
    {
      name: 'examples-read-what-users-read',
      comment:
        'Examples import what a user would: tsuno and its doors, @tsuno/datasets, @tsuno/drawing.',
      severity: 'error',
      from: { path: '^examples/' },
      to: {
        path: '^packages/',
        pathNot: '^packages/(tsuno/src/(doors/.*|index)|drawing/src/index)[.]ts$',
      },
    },
    { name: 'no-circles', severity: 'error', from: { path: '/src/' }, to: { circular: true } },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: { path: '/src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages/[^/]+|datasets|examples)/(dist|test|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
