import { type Loss, layers, losses, type Metric, metrics, Sequential, tf } from 'tsuno';
import { expectClose, lcg } from '../src/index.ts';

/** The engines add in different orders, and their exponentials differ in the last place. */
const FLOAT32_SUM_ORDER = { relative: 2e-4, absolute: 2e-5 };

const ROWS = 23;
const OUTPUTS = 3;
const x = tf.tensor2d(
  Float32Array.from(lcg(1, ROWS * 5), (u) => 2 * u - 1),
  [ROWS, 5],
);
const labels = lcg(2, ROWS).map((u) => Math.floor(OUTPUTS * u));
const oneHot = labels.map((label) =>
  Array.from({ length: OUTPUTS }, (_, index) => (index === label ? 1 : 0)),
);
const sampleWeight = labels.map((_, row) => (row % 4) / 2);

/** What two epochs report, with batches of 10, 10 and 3. */
async function trained(
  activation: 'softmax' | 'sigmoid' | 'linear',
  jitCompile: 'auto' | boolean,
  options: { readonly loss: Loss; readonly metrics?: readonly Metric[] },
) {
  const isSparse = /^Sparse/.test([options.loss, ...(options.metrics ?? [])].at(-1)?.kind ?? '');
  const units = OUTPUTS;
  const model = new Sequential([layers.Dense({ units: 4 }), layers.Dense({ units, activation })], {
    seed: 1,
  });
  const { loss, metrics: weightedMetrics = [] } = options;
  model.compile({ optimizer: 'adam', loss, metrics: weightedMetrics, weightedMetrics, jitCompile });
  const y = isSparse ? tf.tensor1d(labels) : tf.tensor2d(oneHot);
  const fit = { epochs: 2, batchSize: 10, shuffle: false, verbose: 0, sampleWeight } as const;
  const { history } = await model.fit(x, y, fit);
  return history;
}

const lossFactories = Object.entries(losses).filter(([name]) => /^[A-Z]/.test(name)) as [
  string,
  () => Loss,
][];

const ACTIVATION: Readonly<Record<string, 'softmax' | 'sigmoid'>> = {
  BinaryCrossentropy: 'sigmoid',
  BinaryFocalCrossentropy: 'sigmoid',
  CategoricalCrossentropy: 'softmax',
  CategoricalFocalCrossentropy: 'softmax',
  Dice: 'sigmoid',
  KLDivergence: 'softmax',
  Poisson: 'sigmoid',
  SparseCategoricalCrossentropy: 'softmax',
};

// Losses and metrics without a compiled form say so.
beforeEach(() => jest.spyOn(console, 'info').mockImplementation(() => {}));
afterEach(() => jest.restoreAllMocks());

describe('Every loss', () => {
  it.each(lossFactories)('trains the same on both engines: %s', async (name, factory) => {
    const activation = ACTIVATION[name] ?? 'linear';
    const options = { loss: factory() };
    const [tfjs, compiled] = [
      await trained(activation, false, options),
      await trained(activation, 'auto', options),
    ];
    expectClose(compiled.loss, tfjs.loss, FLOAT32_SUM_ORDER);
    expect(Number.isFinite(tfjs.loss[1])).toBe(true);
  });
});

describe('Every metric', () => {
  const least: Readonly<Record<string, object>> = {
    MeanIoU: { numClasses: 3, sparseYPred: false, sparseYTrue: false },
    IoU: { numClasses: 3, targetClassIds: [1], sparseYPred: false, sparseYTrue: false },
    SparseTopKCategoricalAccuracy: { k: 2 },
    TopKCategoricalAccuracy: { k: 2 },
  };
  const metricFactories = Object.entries(metrics).filter(([name]) => /^[A-Z]/.test(name)) as [
    string,
    (options?: object) => Metric,
  ][];

  it.each(metricFactories)('is the same on both engines: %s', async (name, factory) => {
    const loss = name.startsWith('Sparse')
      ? losses.SparseCategoricalCrossentropy()
      : losses.CategoricalCrossentropy();
    const options = { loss, metrics: [factory({ ...least[name], name: 'mine' })] };
    const [tfjs, compiled] = [
      await trained('softmax', false, options),
      await trained('softmax', 'auto', options),
    ];
    expect(Object.keys(tfjs)).toEqual(['loss', 'mine', 'weighted_mine']);
    for (const logs of ['mine', 'weighted_mine']) {
      expectClose(compiled[logs], tfjs[logs], FLOAT32_SUM_ORDER);
    }
  });
});
