import { isDeepStrictEqual } from 'node:util';
import {
  type Batch,
  type Engine,
  type Executor,
  seededRng,
  type TrainPlan,
} from '../../core/src/index.ts';
import { tfjsEngine } from '../../engine-tfjs/src/index.ts';
import { wasmEngine } from '../../engine-wasm/src/index.ts';
import {
  layers,
  losses,
  metrics,
  type Optimizer,
  optimizers,
  Sequential,
} from '../../tsuno/src/index.ts';
import { expectClose, lcg } from '../src/index.ts';

/** Engines add in different orders: nine steps of it, in numbers of about 1. */
const NINE_STEPS_IN_ANOTHER_ORDER = { relative: 2e-3, absolute: 2e-4 };

/** Sizes that are no multiples of four. What threads share of large products is tested with the threads. */
const [ROWS, WIDTH, OUTPUTS] = [21, 18, 3];
/** In the middle of what is accumulated over three. */
const [BEFORE, AFTER] = [5, 4];

/** Each has something else to hand over. Large epsilons: a tiny gradient's sign would be a whole step. */
const OPTIMIZERS: Readonly<Record<string, () => Optimizer>> = {
  'two accumulators': () => optimizers.Adam({ learningRate: 0.01, epsilon: 1e-2 }),
  'a third accumulator': () =>
    optimizers.Adam({ learningRate: 0.01, epsilon: 1e-2, amsgrad: true }),
  'a product in doubles': () => optimizers.Nadam({ learningRate: 0.01, epsilon: 1e-2 }),
  'gradients that wait': () =>
    optimizers.RMSprop({ learningRate: 0.01, epsilon: 1e-2, gradientAccumulationSteps: 3 }),
  'an average': () => optimizers.Adagrad({ learningRate: 0.05, useEma: true, emaMomentum: 0.7 }),
  'an average that overwrites, and a schedule': () =>
    optimizers.SGD({
      learningRate: optimizers.schedules.InverseTimeDecay({
        initialLearningRate: 0.1,
        decaySteps: 3,
        decayRate: 0.5,
      }),
      momentum: 0.5,
      useEma: true,
      emaOverwriteFrequency: 2,
      gradientAccumulationSteps: 2,
    }),
};

/** A way to run a plan. */
interface Place {
  readonly engine: Engine;
  readonly threads: number;
  /** How metrics are planned: a plan with others makes another executor. */
  readonly measures?: boolean;
}

const PLACES: Readonly<Record<string, Place>> = {
  tfjs: { engine: tfjsEngine, threads: 1 },
  'one thread': { engine: wasmEngine, threads: 1 },
  'two threads': { engine: wasmEngine, threads: 2 },
  'other metrics': { engine: wasmEngine, threads: 1, measures: true },
};
const PAIRS = Object.keys(PLACES).flatMap((from) => Object.keys(PLACES).map((to) => [from, to]));

function planned() {
  let shape: readonly number[] = [WIDTH];
  const stack = [
    layers.Dense({ units: WIDTH, activation: 'tanh' }),
    layers.BatchNormalization({ momentum: 0.8, epsilon: 0.1 }),
    layers.PReLU(),
    layers.Dropout({ rate: 0.2 }),
    layers.Dense({ units: OUTPUTS }),
  ];
  return stack.map((layer, index) => {
    const { output, weights } = layer.plan(shape, 'test');
    const place = { layer, name: `layer_${index}`, input: shape, output, weights };
    shape = output;
    return place;
  });
}

function planFor({ threads, measures }: Place, optimizer: Optimizer): TrainPlan {
  const metric = { metric: metrics.MeanAbsoluteError(), name: 'mae', weighted: false };
  const training = {
    optimizer,
    loss: losses.MeanSquaredError(),
    metrics: measures ? [metric] : [],
  };
  return { layers: planned(), input: [WIDTH], output: [OUTPUTS], threads, training };
}

const rng = () => seededRng(3);
const weights = () =>
  planned().flatMap(({ name, weights: specs }) =>
    specs.map((spec) => spec.initializer.call(spec.shape, rng().fork(`${name}/${spec.name}`))),
  );
const rows = (seed: number, width: number) => ({
  values: Float32Array.from(lcg(seed, ROWS * width), (value) => value - 0.5),
  shape: [width],
  size: ROWS,
});
const batches = Array.from(
  { length: BEFORE + AFTER },
  (_, step): Batch => ({
    table: { x: rows(step, WIDTH), y: rows(100 + step, OUTPUTS), sampleWeight: null },
    rows: Uint32Array.from({ length: ROWS }, (_, row) => row),
  }),
);

/** All that an executor hands over: every number. */
const held = (executor: Executor) => ({
  weights: executor.readWeights(),
  state: executor.readState(),
});

function train(executor: Executor, from: number, to: number): Executor {
  for (const batch of batches.slice(from, to)) executor.train(batch);
  return executor;
}

/** What an executor holds after so many steps in one place. */
function trained(place: Place, optimizer: Optimizer, steps: number) {
  const executor = place.engine.prepare(planFor(place, optimizer), weights(), rng());
  const result = held(train(executor, 0, steps));
  executor.dispose();
  return result;
}

type Held = ReturnType<typeof held>;

/** Bit for bit; jest compares long arrays slowly. */
const isSame = (a: Held, b: Held) => isDeepStrictEqual(a, b);

describe.each(Object.keys(OPTIMIZERS))('An optimizer with %s', (name) => {
  const optimizer = OPTIMIZERS[name]();
  const halves: Record<string, Held> = {};
  const wholes: Record<string, Held> = {};

  it.each(PAIRS)('goes on as if nothing were: from %s to %s', (from, to) => {
    const [here, there] = [PLACES[from], PLACES[to]];
    halves[from] ??= trained(here, optimizer, BEFORE);
    wholes[to] ??= trained(there, optimizer, BEFORE + AFTER);
    const before = halves[from];
    const executor = there.engine.prepare(planFor(there, optimizer), before.weights, rng());
    executor.writeState(before.state);
    expect(isSame(held(executor), before)).toBe(true);
    const actual = held(train(executor, BEFORE, BEFORE + AFTER));
    const expected = wholes[to];
    executor.dispose();
    if (here.engine === there.engine) {
      expect(isSame(actual, expected)).toBe(true);
      return;
    }
    const { slots, ...progress } = actual.state;
    const { slots: expectedSlots, ...expectedProgress } = expected.state;
    expect(progress).toEqual(expectedProgress);
    for (const [index, values] of actual.weights.entries()) {
      expectClose(values, expected.weights[index], NINE_STEPS_IN_ANOTHER_ORDER);
    }
    for (const [index, arrays] of slots.entries()) {
      expect(Object.keys(arrays)).toEqual(Object.keys(expectedSlots[index]));
      for (const [slot, values] of Object.entries(arrays)) {
        expectClose(values, expectedSlots[index][slot], NINE_STEPS_IN_ANOTHER_ORDER);
      }
    }
  });

  it.each(['tfjs', 'wasm'])('goes on in a model whose seed changes: %s', async (engine) => {
    const x = Array.from({ length: 12 }, (_, row) => lcg(row, 4));
    const y = x.map(([a, b]) => [a - b, a + b]);
    const run = async (seeds: readonly number[]) => {
      const model = new Sequential(
        [layers.Dense({ units: 6, activation: 'tanh' }), layers.Dense({ units: 2 })],
        { seed: 1 },
      );
      const optimizer = OPTIMIZERS[name]();
      model.compile({ optimizer, loss: 'mse', jitCompile: engine === 'wasm' });
      for (const seed of seeds) {
        await model.fit(x, y, { batchSize: 5, shuffle: false, seed, verbose: 0 });
      }
      return [
        model.getWeights().map((tensor) => tensor.arraySync()),
        model.optimizerState,
      ] as const;
    };
    const [values, state] = await run([5, 6, 7]);
    expect([values, state]).toEqual(await run([5, 5, 5]));
    expect(state?.iterations).toBeGreaterThan(0);
  });
});
