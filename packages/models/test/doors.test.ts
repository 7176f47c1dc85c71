import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TsunoError } from '../../core/src/index.ts';
import { layers, loadModel, Sequential, tf } from '../../tsuno/src/index.ts';
import { tinyData, tinyModel } from './tiny.ts';

/**
 * Every argument and every option of every public method × hostile values: a TsunoError at the door, or one of the few
 * values that are listed as accepted. Nothing raw, nothing that is ignored.
 */

const { x, y } = tinyData(8);

/** The values by name; made anew for each call. */
const HOSTILE: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  true: () => true,
  false: () => false,
  '0': () => 0,
  '-1': () => -1,
  '1.7': () => 1.7,
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  '1e300': () => 1e300,
  'an empty string': () => '',
  'a word': () => 'abc',
  constructor: () => 'constructor',
  __proto__word: () => '__proto__',
  'a symbol': () => Symbol('s'),
  'a bigint': () => 10n,
  'a function': () => () => {},
  'a class': () => Date,
  'an empty list': () => [],
  'a list of an empty list': () => [[]],
  'a list of null': () => [null],
  'a list of words': () => ['abc', 'def'],
  'a list of lists of NaN': () => [[Number.NaN, 1]],
  'a ragged list': () => [[1, 2], [3]],
  'a list that contains itself': () => {
    const list: unknown[] = [];
    list.push(list);
    return list;
  },
  'a list that contains itself later': () => {
    const list: unknown[] = [[1, 2]];
    list.push(list);
    return list;
  },
  'lists in lists in lists': () => {
    let list: unknown = 1;
    for (let depth = 0; depth < 50_000; depth++) list = [list];
    return list;
  },
  'a huge list of nothing': () => new Array(2 ** 32 - 1),
  'a huge ragged list': () => [new Array(2 ** 31).fill(0, 0, 3), ...new Array(1000).fill([1])],
  'a proxy of a list': () => new Proxy([1, null], {}),
  'an object': () => ({ some: 1 }),
  'an object that contains itself': () => {
    const object: Record<string, unknown> = { kind: 'Sequential' };
    object.config = object;
    return object;
  },
  'an object without a prototype': () => Object.assign(Object.create(null), { some: 1 }),
  'a Map': () => new Map([['epochs', 3]]),
  'a Set': () => new Set([1]),
  'a Promise': () => Promise.resolve({}),
  'a Date': () => new Date(0),
  'an instance': () => new (class Some {})(),
  'an error': () => new Error('some'),
  'an iterable of nothing': () => ({ [Symbol.iterator]: () => [][Symbol.iterator]() }),
  'an iterable that is none': () => ({ [Symbol.iterator]: 5 }),
  'an async iterable that is none': () => ({ [Symbol.asyncIterator]: () => ({ next: () => 1 }) }),
  'an ArrayBuffer': () => new ArrayBuffer(8),
  'a DataView': () => new DataView(new ArrayBuffer(8)),
  'a BigInt64Array': () => new BigInt64Array(2),
  'an empty Float32Array': () => new Float32Array(0),
  'a tensor that is disposed of': () => {
    const tensor = tf.tensor1d([1, 2]);
    tensor.dispose();
    return tensor;
  },
  'a tensor of words': () => tf.tensor1d(['a', 'b']),
  'a scalar': () => tf.scalar(1),
  'a description of another kind': () => ({ type: 'loss', kind: 'Mine', config: {} }),
  'a description that is none': () => ({ type: 'layer', kind: 3, config: null }),
};

const jsonOf = () => JSON.parse(JSON.stringify(tinyModel().build([null, 2])));

/** A place for a value: the call with it. `accepts` names the values that mean something there. */
interface Door {
  readonly call: (value: never) => unknown;
  readonly accepts?: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), 'tsuno-doors-'));
const weightsFile = join(folder, 'a.safetensors');
beforeAll(() => built().saveWeights(weightsFile));
afterAll(() => rmSync(folder, { recursive: true }));

const built = () => tinyModel().build([null, 2]);
const door = (call: (value: never) => unknown, ...accepts: string[]): Door => ({ call, accepts });
const plain = ['an object without a prototype'];

/** Doors for each option of a method, whose names its own error tells. */
function optionDoors(
  who: string,
  call: (options: never) => unknown,
  accepts: Readonly<Record<string, readonly string[]>>,
): [string, Door][] {
  return Object.entries(accepts).map(([option, values]) => [
    `${who} { ${option} }`,
    door((value) => call({ ...base[who], [option]: value } as never), ...values),
  ]);
}

/** What must stand beside an option. */
const base: Readonly<Record<string, object>> = {
  fit: { verbose: 0 },
  evaluate: { verbose: 0 },
  compile: { loss: 'mse' },
  summary: { printFn: () => {}, lineLength: 88 },
};

const fit = (options: never) => tinyModel().fit(x, y, options);
const evaluate = (options: never) => tinyModel().evaluate(x, y, options);

/** What each method's options accept of the hostile values; the keys are all options there are. */
const OPTIONS = {
  fit: {
    batchSize: [],
    epochs: [],
    verbose: ['0'],
    callbacks: ['an empty list'],
    validationSplit: ['0'],
    validationData: ['null', 'an iterable of nothing'],
    shuffle: ['true', 'false'],
    classWeight: ['null'],
    sampleWeight: ['null'],
    initialEpoch: ['0'],
    stepsPerEpoch: [],
    validationSteps: [],
    validationBatchSize: [],
    validationFreq: ['an empty list'],
    seed: ['0', '-1'],
    signal: ['null'],
  },
  evaluate: {
    batchSize: [],
    verbose: ['0'],
    sampleWeight: ['null'],
    steps: [],
    callbacks: ['an empty list'],
    returnDict: ['true', 'false'],
  },
  predict: { batchSize: [], steps: [], callbacks: ['an empty list'], verbose: ['0'] },
  trainOnBatch: {
    sampleWeight: ['null'],
    classWeight: ['null'],
    returnDict: ['true', 'false'],
  },
  testOnBatch: { sampleWeight: ['null'], returnDict: ['true', 'false'] },
  gradients: { sampleWeight: ['null'] },
  compile: {
    optimizer: [],
    loss: [],
    metrics: ['an empty list'],
    weightedMetrics: ['an empty list'],
    jitCompile: ['true', 'false'],
    threads: [],
  },
  summary: {
    lineLength: [],
    positions: [],
    printFn: ['a function', 'a class'],
    showTrainable: ['true', 'false'],
    layerRange: [],
  },
  Sequential: { name: ['a word', 'constructor', '__proto__word'], seed: ['0', '-1'] },
  save: { overwrite: ['true', 'false'] },
  saveWeights: { overwrite: ['true'] },
  loadWeights: {
    byName: ['true', 'false'],
    skipMismatch: ['true', 'false'],
    maxBytes: ['1e300'],
    maxLayers: ['1e300'],
    allowNonFinite: ['true', 'false'],
  },
  'Sequential.fromJSON': {
    custom: [
      'an object',
      ...plain,
      'an object that contains itself',
      'a description of another kind',
      'a description that is none',
    ],
  },
} as const;

const CALLS: Readonly<Record<keyof typeof OPTIONS, (options: never) => unknown>> = {
  fit,
  evaluate,
  predict: (options) => tinyModel().predict(x, options).dispose(),
  trainOnBatch: (options) => tinyModel().trainOnBatch(x, y, options),
  testOnBatch: (options) => tinyModel().testOnBatch(x, y, options),
  gradients: (options) => tf.dispose(tinyModel().gradients(x, y, options)),
  compile: (options) => new Sequential([layers.Dense({ units: 1 })]).compile(options),
  summary: (options) => tinyModel().summary(options),
  Sequential: (options) => new Sequential([], options),
  // A name that no format has: whatever the options, nothing is written.
  save: (options) => built().save(join(folder, 'a.none'), options),
  saveWeights: (options) => built().saveWeights(weightsFile, options),
  loadWeights: (options) => built().loadWeights(weightsFile, options),
  'Sequential.fromJSON': (options) => Sequential.fromJSON(jsonOf(), options),
};

/** Places in a model's JSON, each with what it accepts. */
const JSON_PLACES: Readonly<Record<string, readonly string[]>> = {
  kind: [],
  config: [],
  compileConfig: ['null'],
  'config.name': ['a word', 'constructor', '__proto__word'],
  'config.seed': ['null', '0', '-1'],
  'config.layers': [],
  'config.inputShape': ['null'],
  'config.layers.0': [],
  'config.layers.0.type': [],
  'config.layers.0.kind': [],
  'config.layers.0.config': [],
  'config.unknown': [],
  unknown: [],
  'config.layers.0.unknown': [],
  'config.layers.0.config.unknown': [],
  'config.layers.0.config.units': [],
  'compileConfig.unknown': [],
  'compileConfig.optimizer': [],
  'compileConfig.optimizer.config': [],
  'compileConfig.optimizer.kind': [],
  'compileConfig.loss': [],
  'compileConfig.loss.config': [],
  'compileConfig.metrics': ['an empty list'],
  'compileConfig.weightedMetrics': ['an empty list'],
  'compileConfig.jitCompile': ['true', 'false'],
  'compileConfig.threads': [],
};

function withPlace(path: string, value: unknown): never {
  const json = jsonOf();
  const keys = path.split('.');
  const parent = keys.slice(0, -1).reduce((object, key) => object[key], json);
  parent[keys[keys.length - 1]] = value;
  return json as never;
}

const numbersAndLists = ['an empty list'];
const DOORS: Readonly<Record<string, Door>> = Object.fromEntries<Door>([
  ['Sequential (layers)', door((value) => new Sequential(value), 'an empty list')],
  ['Sequential (options)', door((value) => new Sequential([], value))],
  [
    'Sequential (a third)',
    door(
      (value) => new (Sequential as never as new (...args: unknown[]) => unknown)([], {}, value),
    ),
  ],
  ['fromJSON (json)', door((value) => Sequential.fromJSON(value))],
  ['fromJSON (options)', door((value) => Sequential.fromJSON(jsonOf(), value))],
  [
    'fromJSON (a third)',
    door((value) => (Sequential.fromJSON as (...args: unknown[]) => unknown)(jsonOf(), {}, value)),
  ],
  [
    'learningRate',
    door(
      (value) => {
        tinyModel().learningRate = value;
      },
      '0',
      '1.7',
      '1e300',
    ),
  ],
  ['add (layer)', door((value) => built().add(value))],
  [
    'add (a second)',
    door((value) =>
      (built().add as (...args: unknown[]) => unknown).call(
        built(),
        layers.Dense({ units: 2 }),
        value,
      ),
    ),
  ],
  [
    'pop (a first)',
    door((value) => (built().pop as (...args: unknown[]) => unknown).call(built(), value)),
  ],
  [
    'build (inputShape)',
    door((value) => new Sequential([layers.Dense({ units: 1 })]).build(value), ...numbersAndLists),
  ],
  [
    'build (a second)',
    door((value) =>
      (built().build as (...args: unknown[]) => unknown).call(built(), [null, 2], value),
    ),
  ],
  ['compile (options)', door((value) => tinyModel().compile(value))],
  [
    'compile (a second)',
    door((value) =>
      (built().compile as (...args: unknown[]) => unknown).call(built(), { loss: 'mse' }, value),
    ),
  ],
  ...(['fit', 'evaluate', 'trainOnBatch', 'testOnBatch', 'gradients'] as const).flatMap(
    (name): [string, Door][] => {
      const call = (...args: unknown[]) =>
        (tinyModel()[name] as (...args: unknown[]) => unknown).apply(tinyModel(), args);
      return [
        [`${name} (x)`, door((value) => call(value, y))],
        [`${name} (y)`, door((value) => call(x, value))],
        [`${name} (options)`, door((value) => call(x, y, value))],
        [`${name} (a fourth)`, door((value) => call(x, y, {}, value))],
        [`${name} (x alone)`, door((value) => call(value))],
      ];
    },
  ),
  ['predict (x)', door((value) => built().predict(value))],
  ['predict (options)', door((value) => built().predict(x, value))],
  [
    'predict (a third)',
    door((value) =>
      (built().predict as (...args: unknown[]) => unknown).call(built(), x, {}, value),
    ),
  ],
  ['predictOnBatch (x)', door((value) => built().predictOnBatch(value))],
  [
    'predictOnBatch (a second)',
    door((value) =>
      (built().predictOnBatch as (...args: unknown[]) => unknown).call(built(), x, value),
    ),
  ],
  ['setWeights (weights)', door((value) => built().setWeights(value))],
  [
    'setWeights (one)',
    door((value) => built().setWeights([value, [0, 0, 0, 0], [[0]], [0]] as never)),
  ],
  [
    'setWeights (a second)',
    door((value) =>
      (built().setWeights as (...args: unknown[]) => unknown).call(
        built(),
        built().getWeights(),
        value,
      ),
    ),
  ],
  ['getLayer', door((value) => built().getLayer(value), '0', '-1')],
  [
    'getLayer (a second)',
    door((value) => (built().getLayer as (...args: unknown[]) => unknown).call(built(), 0, value)),
  ],
  ['a layer: setWeights', door((value) => built().layers[0].setWeights(value))],
  [
    'a layer: setWeights (a second)',
    door((value) =>
      (built().layers[0].setWeights as (...args: unknown[]) => unknown)([[[0]]], value),
    ),
  ],
  ...(['save', 'saveWeights', 'loadWeights'] as const).flatMap((name): [string, Door][] => {
    const call = (...args: unknown[]) => {
      const model = built();
      return (model[name] as (...args: unknown[]) => unknown).apply(model, args);
    };
    return [
      [`${name} (a place)`, door((value) => call(value))],
      [`${name} (options)`, door((value) => call(weightsFile, value))],
      [`${name} (a third)`, door((value) => call(weightsFile, {}, value))],
    ];
  }),
  ['loadModel (source)', door((value) => loadModel(value))],
  ['loadModel (options)', door((value) => loadModel(weightsFile, value))],
  ['summary (options)', door((value) => built().summary(value))],
  [
    'summary (a second)',
    door((value) =>
      (built().summary as (...args: unknown[]) => unknown).call(built(), base.summary, value),
    ),
  ],
  ...Object.entries(OPTIONS).flatMap(([who, accepts]) =>
    optionDoors(who, CALLS[who as keyof typeof OPTIONS], accepts),
  ),
  ...Object.entries(JSON_PLACES).map(([path, accepts]): [string, Door] => [
    `JSON ${path}`,
    door((value) => Sequential.fromJSON(withPlace(path, value)), ...accepts),
  ]),
]);

describe('The list of options', () => {
  it.each(Object.entries(OPTIONS))('of %s is whole', async (who, accepts) => {
    const call = CALLS[who as keyof typeof OPTIONS];
    const options = { ...base[who], surely_none: 1 };
    const error = await (async () => call(options as never))().then(
      () => null,
      (thrown) => thrown,
    );
    const named = /Its options are (.*)\.$/.exec(error.message)?.[1].split(', ');
    expect(named).toEqual(Object.keys(accepts));
  });
});

describe.each(Object.entries(DOORS))('%s', (_name, { call, accepts = [] }) => {
  it('refuses what means nothing there, with a TsunoError', async () => {
    const log = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const raw: string[] = [];
    const accepted: string[] = [];
    for (const [name, make] of Object.entries(HOSTILE)) {
      try {
        await call(make() as never);
        accepted.push(name);
      } catch (error) {
        if (!(error instanceof TsunoError))
          raw.push(`${name}: ${(error as Error)?.stack?.slice(0, 300)}`);
        else if (!(error.message.length < 1200))
          raw.push(`${name}: ${error.message.length} characters`);
      }
    }
    log.mockRestore();
    expect(raw).toEqual([]);
    expect(accepted.filter((name) => !accepts.includes(name))).toEqual([]);
  });
});
