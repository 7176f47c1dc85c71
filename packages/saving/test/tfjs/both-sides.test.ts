import { lcg } from '../../../testing/src/index.ts';
import {
  type Layer,
  layers,
  loadModel,
  optimizers,
  Sequential,
  tf,
} from '../../../tsuno/src/index.ts';
import { openWithTfjs, saveWithTfjs, type tfl } from './other-side.ts';
import { LAYER_CASES, LOSS_CASES, OPTIMIZER_CASES } from './vocabulary.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

/** Both compute in 32 bits, but add up in another order. */
const PREDICTED = 1e-6;
/** The same after two epochs of training. */
const TRAINED = 1e-4;

type CompileOptions = Parameters<Sequential['compile']>[0];

const ROWS = 24;
const CLASSES = 3;

function table(shape: readonly number[], seed: number): tf.Tensor {
  const size = shape.reduce((product, each) => product * each, ROWS);
  return tf.tensor(
    Float32Array.from(lcg(seed, size), (number) => 2 * number - 1),
    [ROWS, ...shape],
  );
}

function targets(kind: (typeof LOSS_CASES)[number][2]): tf.Tensor {
  const labels = lcg(3, ROWS).map((number) => Math.floor(number * CLASSES));
  if (kind === 'labels') return tf.tensor2d(labels, [ROWS, 1]);
  if (kind === 'oneHot') {
    return tf.tensor2d(labels.map((label) => [0, 1, 2].map((each) => (each === label ? 1 : 0))));
  }
  const numbers = lcg(4, ROWS * CLASSES).map((number) =>
    kind === 'positive' ? number + 0.1 : 2 * number - 1,
  );
  return tf.tensor2d(Float32Array.from(numbers), [ROWS, CLASSES]);
}

const outputsOf = (model: Sequential | tfl.LayersModel, x: tf.Tensor) => {
  const outputs = model.predict(x as never) as tf.Tensor;
  return [...outputs.dataSync()];
};

function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number) {
  expect(actual.length).toBe(expected.length);
  const far = actual.findIndex(
    (value, index) =>
      !(Math.abs(value - expected[index]) <= tolerance * Math.max(1, Math.abs(expected[index]))),
  );
  const at = far < 0 ? 'nowhere' : `[${far}]: ${actual[far]}, expected ${expected[far]}`;
  expect(at).toBe('nowhere');
}

/** Two more epochs, and the losses of both. */
async function further(model: Sequential | tfl.LayersModel, x: tf.Tensor, y: tf.Tensor) {
  const options = { epochs: 2, batchSize: 8, shuffle: false, verbose: 0 } as const;
  const { history } = await (model as Sequential).fit(x as never, y as never, options);
  return [...(history as Record<string, number[]>).loss];
}

async function compare(
  made: readonly Layer[],
  input: readonly number[],
  compile: CompileOptions,
  y: tf.Tensor,
  { isTrained = true } = {},
) {
  const x = table(input, 7);
  const model = new Sequential(made, { seed: 5 });
  model.compile(compile);
  await further(model, x, y);
  await model.save('model.json');
  const theirs = await openWithTfjs('model.json');
  expectNear(outputsOf(theirs, x), outputsOf(model, x), PREDICTED);
  // Back from theirs, before anybody trains on.
  await saveWithTfjs(theirs, 'theirs.json', { includeOptimizer: isTrained });
  const back = await loadModel('theirs.json');
  expectNear(outputsOf(back, x), outputsOf(model, x), PREDICTED);
  // Our own file is the model itself.
  const own = await loadModel('model.json');
  expect(own.toJSON()).toEqual(model.toJSON());
  expect(own.optimizerState).toEqual(model.optimizerState);
  const losses = await further(model, x, y);
  expect(await further(own, x, y)).toEqual(losses);
  expect(own.weights).toEqual(model.weights);
  if (!isTrained) return;
  expectNear(await further(theirs, x, y), losses, TRAINED);
  expectNear(outputsOf(theirs, x), outputsOf(model, x), TRAINED);
  expect(back.toJSON().compileConfig).toMatchObject({ loss: model.toJSON().compileConfig?.loss });
  expectNear(await further(back, x, y), losses, TRAINED);
  expectNear(outputsOf(back, x), outputsOf(model, x), TRAINED);
}

const warnings: string[] = [];

beforeEach(() => {
  warnings.length = 0;
  jest.spyOn(console, 'warn').mockImplementation((text) => void warnings.push(String(text)));
  jest.spyOn(console, 'info').mockImplementation(() => {});
});

afterEach(() => {
  jest.restoreAllMocks();
  tf.disposeVariables();
});

describe.each(['auto', false] as const)('tfjs-layers and Tsuno (jitCompile: %s)', (jitCompile) => {
  const engine = { jitCompile };

  it.each(LAYER_CASES)('predict and train the same: $name', async ({ input, make }) => {
    const made = [...make(), layers.Dense({ units: CLASSES })];
    const optimizer = optimizers.SGD({ learningRate: 0.02 });
    await compare(
      made,
      input,
      { optimizer, loss: 'mse', metrics: ['mae'], ...engine },
      targets('any'),
    );
    expect(warnings).toEqual([]);
  });

  it.each(OPTIMIZER_CASES)('go on with %s', async (_, optimizer) => {
    const made = [
      layers.Dense({ units: 5, activation: 'tanh' }),
      layers.BatchNormalization(),
      layers.Dense({ units: CLASSES }),
    ];
    await compare(made, [6], { optimizer: optimizer(), loss: 'mse', ...engine }, targets('any'));
    expect(warnings).toEqual([]);
  });

  it.each(LOSS_CASES)('mean the same by a loss: %#', async (loss, activation, kind) => {
    const made = [
      layers.Dense({ units: 5, activation: 'tanh' }),
      layers.Dense({ units: CLASSES, activation, biasInitializer: 'ones' }),
    ];
    const optimizer = optimizers.SGD({ learningRate: 0.02 });
    await compare(made, [6], { optimizer, loss, ...engine }, targets(kind));
    expect(warnings).toEqual([]);
  });
});
