import {
  type Batch,
  type Executor,
  type Rows,
  seededRng,
  type TrainPlan,
} from '../../core/src/index.ts';
import * as layers from '../../layers/src/index.ts';
import * as losses from '../../losses/src/index.ts';
import * as optimizers from '../../optimizers/src/index.ts';
import { expectClose } from '../../testing/src/index.ts';
import { Sequential } from '../../tsuno/src/index.ts';
import { wasmEngine } from '../src/index.ts';

/** A plan of Dense layers, and start weights for it. */
function planOf(
  inputs: number,
  units: readonly number[],
  activation: 'sigmoid' | 'relu' = 'sigmoid',
): { plan: TrainPlan; weights: Float32Array[] } {
  let width = inputs;
  const planned = units.map((each, index) => {
    const layer = layers.Dense({
      units: each,
      activation: index === units.length - 1 ? 'linear' : activation,
    });
    const { output, weights } = layer.plan([width], 'test');
    const place = { layer, name: `dense_${index}`, input: [width], output, weights };
    width = each;
    return place;
  });
  const rng = seededRng(1);
  return {
    plan: {
      layers: planned,
      input: [inputs],
      output: [width],
      threads: 1,
      training: {
        optimizer: optimizers.Adam({ learningRate: 0.01 }),
        loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
        metrics: [],
      },
    },
    weights: planned.flatMap(({ name, weights }) =>
      weights.map(({ name: own, shape, initializer }) =>
        initializer.call(shape, rng.fork(`${name}/${own}`)),
      ),
    ),
  };
}

function batchOf(
  rows: number,
  inputs: number,
  classes: number,
  value = (row: number, column: number) => Math.sin(row * 7 + column),
): Batch {
  const x: Rows = {
    values: Float32Array.from({ length: rows * inputs }, (_, i) =>
      value(Math.floor(i / inputs), i % inputs),
    ),
    shape: [inputs],
    size: rows,
  };
  const y: Rows = {
    values: Int32Array.from({ length: rows }, (_, row) => row % classes),
    shape: [],
    size: rows,
  };
  return {
    table: { x, y, sampleWeight: null },
    rows: Uint32Array.from({ length: rows }, (_, row) => row),
  };
}

const lossOf = async (executor: Executor) => (await executor.readLogs('train')).logs.loss;

describe('The compiled executor', () => {
  it('learns', async () => {
    const { plan, weights } = planOf(5, [7, 3]);
    const executor = wasmEngine.prepare(plan, weights, seededRng(1));
    const batch = batchOf(18, 5, 3);
    executor.train(batch);
    const first = await lossOf(executor);
    for (let step = 0; step < 200; step++) executor.train(batch);
    executor.resetLogs('train');
    executor.train(batch);
    expect(await lossOf(executor)).toBeLessThan(0.7 * first);
  });

  it('gives back the weights and the state that it was handed, odd sizes included', () => {
    const { plan, weights } = planOf(1, [3, 1, 6, 2]);
    const executor = wasmEngine.prepare(plan, weights, seededRng(1));
    expect(executor.readWeights()).toEqual(weights);
    executor.train(batchOf(4, 1, 2));
    const [state, trained] = [executor.readState(), executor.readWeights()];
    const again = wasmEngine.prepare(plan, trained, seededRng(1));
    again.writeState(state);
    expect(again.readState()).toEqual(state);
    again.train(batchOf(4, 1, 2));
    executor.train(batchOf(4, 1, 2));
    expect(again.readWeights()).toEqual(executor.readWeights());
  });

  it('grows with the batch and keeps what it has learned', async () => {
    const { plan, weights } = planOf(70, [9, 3]);
    const [small, large] = [1, 2].map(() => wasmEngine.prepare(plan, weights, seededRng(1)));
    small.train(batchOf(3, 70, 3));
    large.train(batchOf(3, 70, 3));
    large.predict(batchOf(5000, 70, 3));
    expect(large.readWeights()).toEqual(small.readWeights());
    large.train(batchOf(3, 70, 3));
    small.train(batchOf(3, 70, 3));
    expect(large.readWeights()).toEqual(small.readWeights());
    expect(large.readState()).toEqual(small.readState());
  });

  it('predicts rows the same alone and among others', () => {
    const { plan, weights } = planOf(66, [10, 4]);
    const executor = wasmEngine.prepare(plan, weights, seededRng(1));
    const batch = batchOf(41, 66, 4, (row, column) => ((row + column) % 5 === 0 ? row / 41 : 0));
    const all = executor.predict(batch);
    for (const row of [0, 1, 17, 40]) {
      const alone = executor.predict({ ...batch, rows: Uint32Array.of(row) });
      expect(alone).toEqual(all.slice(4 * row, 4 * row + 4));
    }
  });

  it('leaves no number too small to be fast, however long gradients have vanished', () => {
    const { plan, weights } = planOf(64, [8, 2]);
    const executor = wasmEngine.prepare(plan, weights, seededRng(1));
    const alive = batchOf(8, 64, 2);
    const dead = batchOf(8, 64, 2, (_row, column) => (column < 2 ? 1 : 0));
    for (let step = 0; step < 20; step++) executor.train(alive);
    for (let step = 0; step < 3000; step++) executor.train(dead);
    const slots = executor
      .readState()
      .slots.flatMap((arrays) => Object.values(arrays).flatMap((array) => Array.from(array)));
    const subnormal = slots.filter((value) => value !== 0 && Math.abs(value) < 1.2e-38);
    expect(subnormal).toEqual([]);
    expect(slots.filter((value) => value === 0).length).toBeGreaterThan(400);
  });

  it('leaves its own memory alone where a frozen layer has no derivatives to leave', async () => {
    const model = () =>
      new Sequential(
        [
          layers.Dense({ units: 400 }),
          layers.PReLU({ trainable: false, alphaInitializer: 'ones' }),
          layers.BatchNormalization({ trainable: false }),
          layers.LayerNormalization({ trainable: false }),
          layers.Dense({ units: 1 }),
        ],
        { seed: 2 },
      );
    const [frozen, reference] = await Promise.all(
      [true, false].map(async (jitCompile) => {
        const one = model();
        one.compile({ optimizer: 'sgd', loss: 'mse', jitCompile });
        const x = Array.from({ length: 6 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
        await one.fit(
          x,
          x.map(([a]) => [a]),
          { verbose: 0, epochs: 2 },
        );
        return one.getWeights().flatMap((tensor) => Array.from(tensor.dataSync()));
      }),
    );
    expectClose(frozen, reference, { absolute: 1e-5 });
  });

  it('says why it cannot run a plan', () => {
    const { plan } = planOf(4, [2]);
    const dense = layers.Dense({ units: 2 });
    const place = {
      layer: dense,
      name: 'deep',
      input: [3, 4],
      output: [3, 2],
      weights: dense.plan([3, 4], '').weights,
    };
    expect(wasmEngine.unsupported(plan)).toEqual([]);
    expect(
      wasmEngine.unsupported({ ...plan, layers: [place], input: [3, 4], output: [3, 2] }),
    ).toEqual(['layer "deep" (Dense) has no compiled form for inputs of shape [3, 4]']);
  });
});
