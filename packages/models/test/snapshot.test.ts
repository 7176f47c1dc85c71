import { seededRng } from '@tsuno/core';
import { tfjsEngine } from '@tsuno/engine-tfjs';
import {
  activations,
  callbacks,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
} from '../../tsuno/src/index.ts';
import { environment } from '../../tsuno/src/sequential.ts';
import { defineSequential, type ModelSnapshot, type Saver } from '../src/index.ts';

/** Files without files: the snapshots themselves, by name, as structured clones. */
const kept = new Map<unknown, ModelSnapshot>();
const saver: Saver = {
  requireSavable() {},
  async save({ snapshot }, target) {
    kept.set(target, structuredClone(snapshot));
  },
  async saveWeights({ snapshot }, target) {
    kept.set(target, structuredClone(snapshot));
  },
  async load(source, _options, { layoutOf }) {
    const snapshot = kept.get(source) as ModelSnapshot;
    layoutOf(snapshot.definition);
    return snapshot;
  },
  loadWeights: async (source) => kept.get(source) as ModelSnapshot,
  async saveBackup() {},
  loadBackup: async () => null,
  async removeBackup() {},
};

const Model = defineSequential({ ...environment, saving: async () => saver });

const rng = seededRng(3);
const x = Array.from({ length: 37 }, () => Array.from({ length: 5 }, () => rng.uniform()));
const y = x.map(([a, b, c]) => (a + b > c ? 1 : 0));
const quiet = { verbose: 0, batchSize: 8 } as const;

type Compiled = Parameters<InstanceType<typeof Model>['compile']>[0];

function model(options: Partial<Compiled> = {}, seed: number | undefined = 7) {
  return new Model(
    [
      layers.Dense({ units: 6, activation: 'tanh', kernelRegularizer: 'l2' }),
      layers.BatchNormalization(),
      layers.Dropout({ rate: 0.3 }),
      layers.GaussianNoise({ stddev: 0.1, seed: 5 }),
      layers.Dense({ units: 1, name: 'score' }),
    ],
    { seed },
  ).compile({ loss: losses.BinaryCrossentropy({ fromLogits: true }), ...options } as Compiled);
}

const { schedules, attach: _, ...factories } = optimizers;
const HANDLINGS = [
  {},
  { useEma: true, emaOverwriteFrequency: 3 },
  { gradientAccumulationSteps: 3, clipnorm: 1 },
  {
    learningRate: schedules.ExponentialDecay({
      initialLearningRate: 0.1,
      decaySteps: 3,
      decayRate: 0.5,
    }),
  },
];

describe.each(['auto', false] as const)('A snapshot, jitCompile %p', (jitCompile) => {
  // Each optimizer plainly, and with one of the others.
  const cases = Object.entries(factories).flatMap(([name, factory], index) =>
    [HANDLINGS[0], HANDLINGS[1 + (index % 3)]].map((handling) => ({ name, factory, handling })),
  );
  it.each(cases)('goes on to the bit: $name $handling', async ({ factory, handling }) => {
    const optimizer = (factory as (options: object) => ReturnType<typeof optimizers.SGD>)(handling);
    const one = model({ optimizer, jitCompile, metrics: ['accuracy'] });
    await one.fit(x, y, { ...quiet, epochs: 2 });
    await one.save('a');
    const other = await Model.load('a');
    expect(other.weights).toEqual(one.weights);
    expect(other.optimizerState).toEqual(one.optimizerState);
    expect(other.learningRate).toBe(one.learningRate);
    expect(other.toJSON()).toEqual(one.toJSON());
    const go = (each: typeof one) => each.fit(x, y, { ...quiet, epochs: 2 });
    expect((await go(other as typeof one)).history).toEqual((await go(one)).history);
    expect(other.weights).toEqual(one.weights);
    expect(other.optimizerState).toEqual(one.optimizerState);
  });

  it('goes on with the random numbers of a fit that was given a seed', async () => {
    const one = model({ optimizer: 'adam', jitCompile });
    await one.fit(x, y, { ...quiet, seed: 99 });
    await one.save('b');
    const other = await Model.load('b');
    for (const each of [one, other]) await each.trainOnBatch(x, y);
    expect(other.weights).toEqual(one.weights);
    const third = model({ optimizer: 'adam', jitCompile }).build([null, 5]);
    third.setWeights(one.weights.map(({ values }) => values));
    await one.trainOnBatch(x, y);
    await third.trainOnBatch(x, y);
    expect(third.weights).not.toEqual(one.weights);
  });

  it('taken during a fit is one state, and does not change any more', async () => {
    const one = model({ optimizer: 'adam', jitCompile });
    let steps = 0;
    await one.fit(x, y, {
      ...quiet,
      epochs: 2,
      callbacks: [
        {
          onTrainBatchEnd() {
            steps += 1;
            if (steps === 7) void one.save('c');
          },
        },
      ],
    });
    const snapshot = kept.get('c') as ModelSnapshot;
    expect(snapshot.optimizer?.calls).toBe(7);
    expect(snapshot.epochsTrained).toBe(1);
    expect(snapshot.weights.map(({ values }) => values)).not.toEqual(
      one.weights.map(({ values }) => values),
    );
  });

  it('of a model that was set another rate keeps it', async () => {
    const one = model({ optimizer: optimizers.Adam({ learningRate: 0.1 }), jitCompile });
    one.build([null, 5]);
    one.learningRate = 0.0625;
    await one.save('d');
    expect((await Model.load('d')).learningRate).toBe(0.0625);
    await one.trainOnBatch(x, y);
    one.learningRate = 0.25;
    await one.save('d');
    const other = await Model.load('d');
    expect(other.learningRate).toBe(0.25);
    for (const each of [one, other]) await each.trainOnBatch(x, y);
    expect(other.weights).toEqual(one.weights);
  });

  it('of weights is taken over with the optimizer’s state, or not at all', async () => {
    const one = model({ optimizer: 'adam', jitCompile });
    await one.fit(x, y, { ...quiet, epochs: 2 });
    await one.saveWeights('e');
    const other = model({ optimizer: 'adam', jitCompile }).build([null, 5]);
    await other.loadWeights('e');
    expect(other.weights).toEqual(one.weights);
    expect(other.optimizerState).toEqual(one.optimizerState);
    const before = other.weights;
    const wrong = kept.get('e') as ModelSnapshot;
    kept.set('f', { ...wrong, weights: wrong.weights.slice(1) });
    await expect(other.loadWeights('f')).rejects.toThrow(
      'loadWeights: the model has 8 weights, but the snapshot holds 7.',
    );
    kept.set('g', { ...wrong, optimizer: { ...(wrong.optimizer as object), slots: {} } as never });
    await expect(other.loadWeights('g')).rejects.toThrow(
      "lacks Adam's accumulator m of dense/kernel",
    );
    expect(other.weights).toEqual(before);
  });
});

describe('A model without ways to files', () => {
  it('says how it is given some', async () => {
    const { saving, ...rest } = { saving: null, engines: [tfjsEngine] };
    expect(saving).toBeNull();
    const Small = defineSequential({
      ...rest,
      layers,
      activations,
      initializers,
      losses,
      metrics,
      optimizers,
      accuracyFor: metrics.accuracyFor,
      progress: () => callbacks.ProgbarLogger(),
    });
    const small = new Small([layers.Dense({ units: 1 })]).build([null, 1]);
    for (const call of [() => small.save('a.keras'), () => Small.load('a.keras')]) {
      await expect(call()).rejects.toThrow('this Sequential knows no files. Hand them in');
    }
  });
});
