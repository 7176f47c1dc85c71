import {
  type Activation,
  type Callback,
  type Constraint,
  type Description,
  type Initializer,
  type Layer,
  type Loss,
  type Metric,
  type Optimizer,
  type Regularizer,
  type Schedule,
  TsunoError,
} from '@tsuno/core';
import {
  activations,
  callbacks,
  constraints,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  regularizers,
  Sequential,
} from 'tsuno';
import { HOSTILE } from '../src/hostile.ts';
import { expectClose, lcg } from '../src/index.ts';
import { LEAST_OPTIONS } from '../src/least-options.ts';

/** Two steps on both engines; their sums have another order, and hostile options make large numbers of it. */
const FLOAT32_SUM_ORDER = { relative: 1e-3, absolute: 1e-4 };

/** The engines agree on whether a number is finite; which infinity or NaN a wild training ends in is nobody's promise. */
const NOT_FINITE = 'not finite';

const ROWS = 9;
const INPUTS = 6;
const OUTPUTS = 3;

const numbers = (seed: number, count: number) => [...lcg(seed, count)].map((u) => 2 * u - 1);
const table = (seed: number, columns: number) =>
  Array.from({ length: ROWS }, (_, row) => numbers(seed + row, columns));
const x = table(1, INPUTS);
const labels = Array.from({ length: ROWS }, (_, row) => row % OUTPUTS);
const oneHot = labels.map((label) => [0, 1, 2].map((index) => (index === label ? 1 : 0)));

interface Program {
  readonly layers?: readonly Layer[];
  readonly loss?: Loss;
  readonly metrics?: readonly Metric[];
  readonly optimizer?: Optimizer;
  readonly y?: readonly number[] | readonly (readonly number[])[];
}

const SGD = () => optimizers.SGD({ learningRate: 0.05 });

/** What two epochs report on one engine; a refusal is reported by its kind. */
async function outcome(program: Program, jitCompile: 'auto' | false): Promise<unknown> {
  const { y = oneHot, loss = losses.MeanSquaredError(), optimizer = SGD() } = program;
  try {
    const model = new Sequential(
      program.layers ?? [layers.Input({ shape: [INPUTS] }), layers.Dense({ units: OUTPUTS })],
      { seed: 1 },
    );
    model.compile({ optimizer, loss, metrics: program.metrics ?? [], jitCompile });
    const options = { epochs: 2, batchSize: 5, verbose: 0, seed: 1 } as const;
    const { history } = await model.fit(x, y as number[], options);
    return history;
  } catch (error) {
    if (error instanceof TsunoError) return `refused: ${error.name}`;
    throw error;
  }
}

/** Both engines end alike. */
async function expectOneOutcome(program: Program): Promise<void> {
  const tfjs = await outcome(program, false);
  const compiled = await outcome(program, 'auto');
  if (typeof tfjs === 'string' || typeof compiled === 'string') {
    expect(compiled).toBe(tfjs);
    return;
  }
  const [a, b] = [tfjs, compiled] as Record<string, number[]>[];
  expect(Object.keys(b)).toEqual(Object.keys(a));
  for (const name of Object.keys(a)) {
    const isWild = (values: number[]) => values.some((value) => !(Math.abs(value) < 1e6));
    if (isWild(a[name]) || isWild(b[name])) {
      expect(isWild(b[name]) ? NOT_FINITE : b[name]).toEqual(
        isWild(a[name]) ? NOT_FINITE : a[name],
      );
    } else expectClose(b[name], a[name], FLOAT32_SUM_ORDER);
  }
}

const input = layers.Input({ shape: [INPUTS] });
const dense = (options: object) => [input, layers.Dense({ units: OUTPUTS, ...options })];
const YIELDS: Readonly<Record<string, 'softmax' | 'sigmoid'>> = {
  BinaryCrossentropy: 'sigmoid',
  BinaryFocalCrossentropy: 'sigmoid',
  CategoricalCrossentropy: 'softmax',
  CategoricalFocalCrossentropy: 'softmax',
  Dice: 'sigmoid',
  SparseCategoricalCrossentropy: 'softmax',
  KLDivergence: 'softmax',
  Poisson: 'sigmoid',
};

/** A program around each type of description. */
const PROGRAMS: Readonly<Record<string, (made: Description) => Program>> = {
  layer: (made) => ({
    layers:
      made.kind === 'Input'
        ? [made as Layer, layers.Flatten(), layers.Dense({ units: OUTPUTS })]
        : [input, made as Layer, layers.Flatten(), layers.Dense({ units: OUTPUTS })],
  }),
  activation: (made) => ({ layers: dense({ activation: made as Activation }) }),
  initializer: (made) => ({ layers: dense({ kernelInitializer: made as Initializer }) }),
  regularizer: (made) => ({ layers: dense({ kernelRegularizer: made as Regularizer }) }),
  constraint: (made) => ({ layers: dense({ kernelConstraint: made as Constraint }) }),
  loss: (made) => ({
    layers: dense(made.config.fromLogits ? {} : { activation: YIELDS[made.kind] ?? 'linear' }),
    loss: made as Loss,
    y: made.kind.startsWith('Sparse') ? labels : oneHot,
  }),
  metric: (made) => {
    const isSparse = /^Sparse/.test(made.kind);
    return {
      layers: dense({ activation: 'softmax' }),
      loss: isSparse ? losses.SparseCategoricalCrossentropy() : losses.CategoricalCrossentropy(),
      metrics: [made as Metric],
      y: isSparse ? labels : oneHot,
    };
  },
  optimizer: (made) => ({ optimizer: made as Optimizer }),
  schedule: (made) => ({ optimizer: optimizers.SGD({ learningRate: made as Schedule }) }),
};

type Factory = (...options: unknown[]) => Description;

const factoriesOf = (namespace: object, pattern = /^[A-Z]/): readonly [string, Factory][] =>
  Object.entries(namespace).filter(
    (entry): entry is [string, Factory] => typeof entry[1] === 'function' && pattern.test(entry[0]),
  );

const FACTORIES = [
  ...factoriesOf(layers),
  ...factoriesOf(activations, /./),
  ...factoriesOf(initializers),
  ...factoriesOf(regularizers),
  ...factoriesOf(constraints),
  ...factoriesOf(losses),
  ...factoriesOf(metrics),
  ...factoriesOf(optimizers),
  ...factoriesOf(optimizers.schedules),
];

/** Factories that take a description or a function in place of options. */
const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  Activation: ['null', 'a function', 'a class'],
};

/** What came of a call: a description, or the error. */
function attempt<T>(make: () => T): { readonly made?: T; readonly error?: unknown } {
  try {
    return { made: make() };
  } catch (error) {
    return { error };
  }
}

const isRefused = ({ error }: { readonly error?: unknown }) => error instanceof TsunoError;

beforeEach(() => {
  for (const method of ['info', 'warn', 'log'] as const) {
    jest.spyOn(console, method).mockImplementation(() => {});
  }
});
afterEach(() => jest.restoreAllMocks());

describe('At the door of every factory', () => {
  it.each(FACTORIES)('%s refuses what is no object of options', (name, factory) => {
    for (const [about, value] of Object.entries(HOSTILE)) {
      if (POSITIONAL[name]?.includes(about) || /^an (empty )?object/.test(about)) continue;
      const tried = attempt(() => factory(value()));
      expect([about, tried.error?.constructor.name]).toEqual([about, 'OptionError']);
      const second = attempt(() => factory(LEAST_OPTIONS[name] ?? {}, value()));
      if (name !== 'Activation') expect([about, isRefused(second)]).toEqual([about, true]);
    }
  });

  it.each(FACTORIES)('%s says which option is missing when it is called bare', (name, factory) => {
    const tried = attempt(() => factory());
    if (tried.made !== undefined) expect(tried.made.kind).toBe(name);
    else expect(String(tried.error)).toMatch(/^OptionError: \w+: /);
  });

  it.each(FACTORIES)(
    '%s takes or refuses hostile options, and trains alike',
    async (name, factory) => {
      const least = LEAST_OPTIONS[name] ?? {};
      const made = factory(least);
      expect(Object.keys(made.options ?? {}).length).toBeGreaterThanOrEqual(
        Object.keys(least).length,
      );
      const seen = new Set<string>();
      for (const option of Object.keys(made.options ?? {})) {
        for (const [about, value] of Object.entries(HOSTILE)) {
          const tried = attempt(() => factory({ ...least, [option]: value() }));
          if (tried.made === undefined) {
            expect([option, about, tried.error]).toEqual([option, about, expect.any(TsunoError)]);
            continue;
          }
          const key = JSON.stringify(tried.made.config, (_, each) =>
            Object.is(each, -0) ? 0 : each,
          );
          // A name changes nothing, so one is as good as many.
          if (seen.has(option === 'name' ? 'name' : key)) continue;
          seen.add(option === 'name' ? 'name' : key);
          try {
            await expectOneOutcome(PROGRAMS[tried.made.type](tried.made));
          } catch (error) {
            throw new Error(`${name}({ ${option}: ${about} }): ${(error as Error).stack}`);
          }
        }
      }
    },
  );

  const callbackFactories = factoriesOf(callbacks) as unknown as readonly [string, Factory][];

  it.each(callbackFactories)(
    'callbacks.%s refuses hostile options or listens',
    async (name, factory) => {
      for (const [about, value] of Object.entries(HOSTILE)) {
        const tried = attempt(() => factory(value()));
        if (tried.made !== undefined && name !== 'LearningRateScheduler') {
          expect(about).toMatch(/^an (empty )?object/);
        } else if (tried.made === undefined) {
          expect([about, tried.error]).toEqual([about, expect.any(TsunoError)]);
        }
      }
      const made = attempt(() => factory({})).made as { options?: object } | undefined;
      for (const option of Object.keys(made?.options ?? {})) {
        for (const [about, value] of Object.entries(HOSTILE)) {
          const tried = attempt(() => factory({ [option]: value() }));
          if (tried.made === undefined) {
            expect([option, about, tried.error]).toEqual([option, about, expect.any(TsunoError)]);
            continue;
          }
          const model = new Sequential(dense({}), { seed: 1 });
          model.compile({ optimizer: SGD(), loss: 'mse' });
          const fitting = model.fit(x, oneHot, {
            epochs: 2,
            verbose: 0,
            callbacks: [tried.made as object as Callback],
          });
          await fitting.catch((error: unknown) => expect(error).toBeInstanceOf(TsunoError));
        }
      }
    },
  );
});
