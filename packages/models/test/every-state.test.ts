import { TsunoError } from '../../core/src/index.ts';
import {
  type Callback,
  layers,
  losses,
  optimizers,
  Sequential,
  type tf,
} from '../../tsuno/src/index.ts';
import { savedHere } from './memory-saver.ts';
import { tinyData } from './tiny.ts';

jest.mock('../../saving/src/index.ts', () => jest.requireActual('./memory-saver.ts'));

/**
 * Every public method in every state of a model's life: the right result or a TsunoError, nothing that hangs, no rejection
 * that nobody handles, and a run that was under way ends with the numbers that it would have had.
 */

const quiet = { verbose: 0 } as const;
const { x, y } = tinyData(12);
const batches = [0, 4, 8].map((at) => [x.slice(at, at + 4), y.slice(at, at + 4)] as const);

function emptyModel(): Sequential {
  return new Sequential(
    [layers.Dense({ units: 3, activation: 'tanh' }), layers.Dense({ units: 2 })],
    { seed: 4 },
  );
}

function compiled(model: Sequential, threads: number): Sequential {
  model.compile({
    optimizer: optimizers.Adam({ learningRate: 0.05 }),
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
    threads,
  });
  return model;
}

const readyModel = (threads: number) => compiled(emptyModel().build([null, 2]), threads);

type Act = (model: Sequential) => unknown;

/** Enters a state, does `act` in it and leaves it; gives the model. */
type State = (threads: number, act: Act) => Promise<Sequential>;

/** In which states something is under way: a fit, beside which a model may be evaluated, or something else. */
const BUSY: readonly (readonly [RegExp, 'fit' | 'other'])[] = [
  [/validation|^evaluating|^training|^testing|^predicting/, 'other'],
  [/^fitting|^opening/, 'fit'],
];

/** Acts once, in the second call of a hook, and waits for it. */
function once(hook: keyof Callback, model: Sequential, act: Act): Callback {
  let calls = 0;
  return {
    [hook]: () => {
      calls += 1;
      if (calls === 2) return act(model);
    },
  } as Callback;
}

/** The batches, slowly; somebody else acts while the one with this number is waited for. */
async function* slowly(acted: number, act: () => unknown) {
  let done: unknown = null;
  for (const [index, batch] of batches.entries()) {
    if (index === acted) setTimeout(() => (done = act()), 0);
    await new Promise((resolve) => setTimeout(resolve, 2));
    yield batch;
  }
  await done;
}

const STATES: Readonly<Record<string, State>> = {
  async unbuilt(_threads, act) {
    const model = emptyModel();
    await act(model);
    return model;
  },
  async built(_threads, act) {
    const model = emptyModel().build([null, 2]);
    await act(model);
    return model;
  },
  async 'compiled, not built'(threads, act) {
    const model = compiled(emptyModel(), threads);
    await act(model);
    return model;
  },
  async compiled(threads, act) {
    const model = readyModel(threads);
    await act(model);
    return model;
  },
  async 'fitting, in a hook'(threads, act) {
    const model = readyModel(threads);
    const callbacks = [once('onTrainBatchEnd', model, act)];
    await model.fit(x, y, { ...quiet, batchSize: 4, epochs: 2, callbacks });
    return model;
  },
  async 'fitting, from outside'(threads, act) {
    const model = readyModel(threads);
    await model.fit(
      slowly(1, () => act(model)),
      quiet,
    );
    return model;
  },
  async 'opening a fit'(threads, act) {
    const model = compiled(emptyModel(), threads);
    await model.fit(
      slowly(0, () => act(model)),
      { ...quiet, seed: 9 },
    );
    return model;
  },
  async 'fitting, in a hook of its validation'(threads, act) {
    const model = readyModel(threads);
    const callbacks = [once('onTestBatchEnd', model, act)];
    const validationData = [x, y] as const;
    await model.fit(x, y, { ...quiet, batchSize: 4, epochs: 2, callbacks, validationData });
    return model;
  },
  async 'evaluating, in a hook'(threads, act) {
    const model = readyModel(threads);
    const callbacks = [once('onTestBatchEnd', model, act)];
    await model.evaluate(x, y, { ...quiet, batchSize: 4, callbacks });
    return model;
  },
  async 'evaluating, from outside'(threads, act) {
    const model = readyModel(threads);
    await model.evaluate(
      slowly(1, () => act(model)),
      quiet,
    );
    return model;
  },
  async 'training on a batch'(threads, act) {
    const model = readyModel(threads);
    const trained = model.trainOnBatch(x, y);
    const acted = act(model);
    await trained;
    await acted;
    return model;
  },
  async 'testing a batch'(threads, act) {
    const model = readyModel(threads);
    const tested = model.testOnBatch(x, y);
    const acted = act(model);
    await tested;
    await acted;
    return model;
  },
  async predicting(threads, act) {
    const model = readyModel(threads);
    const begun: unknown[] = [];
    const hook: Callback = { onPredictBatchEnd: () => void begun.push(act(model)) };
    model.predict(x, { batchSize: 12, callbacks: [hook] }).dispose();
    await Promise.all(begun);
    return model;
  },
  async 'after a fit that failed'(threads, act) {
    const model = readyModel(threads);
    const failing: Callback = {
      onTrainBatchEnd(batch) {
        if (batch === 1) throw new Error('enough');
      },
    };
    const fit = model.fit(x, y, { ...quiet, batchSize: 4, callbacks: [failing] });
    await expect(fit).rejects.toThrow('enough');
    await act(model);
    return model;
  },
  async 'after a fit that was aborted'(threads, act) {
    const model = readyModel(threads);
    const controller = new AbortController();
    const abort: Callback = { onTrainBatchEnd: () => controller.abort() };
    const { signal } = controller;
    await model.fit(x, y, { ...quiet, batchSize: 4, callbacks: [abort], signal });
    await act(model);
    return model;
  },
};

interface Case {
  readonly call: Act;
  /** True for what moves the numbers or changes the model, when it is accepted. */
  readonly changes?: boolean;
  /** Whether the result is what an idle model with the same weights gives. */
  readonly isMeasured?: boolean;
  /** What it may not run beside: anything, or anything but a fit. */
  readonly excludes?: 'all' | 'all but fit';
}

const numbersOf = (tensor: tf.Tensor): number[] => {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
};
const change = (call: Act): Case => ({ call, changes: true });
const read = (call: Act): Case => ({ call });
const alone = (call: Act): Case => ({ call, changes: true, excludes: 'all' });
const measure = (call: Act): Case => ({ call, isMeasured: true });
const evaluate = (call: Act): Case => ({ call, isMeasured: true, excludes: 'all but fit' });
const another = () => ({ optimizer: 'sgd', loss: losses.Huber() }) as const;

/** A call of each public member of a model; the name is the member's, with what is special about the call behind it. */
const CASES: Readonly<Record<string, Case>> = {
  layers: read((model) => model.layers.length),
  inputShape: read((model) => model.inputShape),
  outputShape: read((model) => model.outputShape),
  built: read((model) => model.built),
  history: read((model) => model.history?.history),
  compileOptions: read((model) => model.compileOptions),
  learningRate: read((model) => model.learningRate),
  'learningRate (set)': change((model) => {
    model.learningRate = 0.25;
  }),
  weights: read((model) => model.weights),
  optimizerState: read((model) => model.optimizerState),
  add: alone((model) => model.add(layers.Dense({ units: 2 }))),
  pop: alone((model) => model.pop()),
  build: alone((model) => model.build([null, 2])),
  'build (another shape)': alone((model) => model.build([null, 5])),
  compile: alone((model) => model.compile(another())),
  fit: alone((model) => model.fit(x, y, quiet)),
  'fit (seed)': alone((model) => model.fit(x, y, { ...quiet, seed: 77 })),
  evaluate: evaluate((model) => model.evaluate(x, y, quiet)),
  'evaluate (iterable)': evaluate((model) => model.evaluate(new Set(batches), quiet)),
  predict: measure((model) => numbersOf(model.predict(x, { batchSize: 5 }))),
  trainOnBatch: alone((model) => model.trainOnBatch(x, y)),
  testOnBatch: evaluate((model) => model.testOnBatch(x, y)),
  predictOnBatch: measure((model) => numbersOf(model.predictOnBatch(x))),
  gradients: measure((model) => model.gradients(x, y).map(numbersOf)),
  getWeights: read((model) => model.getWeights().map(numbersOf)),
  setWeights: change((model) =>
    model.setWeights(model.weights.map(({ values }) => values.fill(0.5))),
  ),
  getLayer: read((model) => model.getLayer(0).name),
  countParams: read((model) => model.countParams()),
  summary: read((model) => {
    let text = '';
    model.summary({ printFn: (table) => (text += table), lineLength: 80 });
    return text;
  }),
  toJSON: read((model) => JSON.stringify(model)),
  save: measure(async (model) => {
    await model.save('a');
    return savedHere('a').snapshot.weights.map(({ values }) => [...values]);
  }),
  saveWeights: measure(async (model) => {
    await model.saveWeights('a');
    return savedHere('a').snapshot.weights.map(({ values }) => [...values]);
  }),
  // What it reads is an answer of the memory: half of each weight.
  loadWeights: alone((model) => model.loadWeights('halves')),
  'a layer: countParams': read((model) => model.layers[1].countParams()),
  'a layer: getWeights': read((model) => model.layers[1].getWeights().map(numbersOf)),
  'a layer: setWeights': change((model) =>
    model.layers[1].setWeights([new Float32Array(6), [1, 2]]),
  ),
};

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** What a call came to; five seconds are for ever here. */
async function outcomeOf(call: () => unknown): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ error: new Error('it hangs') }), 5000);
  });
  const run = (async () => ({ value: await call() }))().catch((error) => ({ error }));
  const outcome = await Promise.race([run, late]);
  clearTimeout(timer);
  return outcome;
}

/** The numbers that a state ends with when nobody disturbs it. */
function undisturbed(state: State, threads: number): Promise<unknown> {
  const known = ends.get(`${state.name} ${threads}`) ?? state(threads, () => {}).then(numbersIn);
  ends.set(`${state.name} ${threads}`, known);
  return known;
}

const ends = new Map<string, Promise<unknown>>();

function numbersIn(model: Sequential): unknown {
  if (!model.built) return null;
  return [model.weights, model.optimizerState];
}

/** What the call gives on an idle model with these weights. */
async function onIdleTwin({ call }: Case, weights: readonly Float32Array[]): Promise<unknown> {
  const twin = readyModel(1);
  twin.setWeights(weights);
  return call(twin);
}

describe('The cases', () => {
  it('name every public member of a model, of its layers and of a history', async () => {
    const named = new Set(Object.keys(CASES).map((name) => name.replace(/ \(.*$/, '')));
    const members = Object.getOwnPropertyNames(Sequential.prototype);
    const model = readyModel(1);
    const ofLayer = Object.entries(model.layers[0]).flatMap(([name, value]) =>
      typeof value === 'function' ? [`a layer: ${name}`] : [],
    );
    const expected = [...members.filter((name) => name !== 'constructor'), ...ofLayer];
    expect([...named].sort()).toEqual(expected.sort());
    const history = await model.fit(x, y, quiet);
    // A history is data alone.
    expect(Object.values(history).filter((value) => typeof value === 'function')).toEqual([]);
  });
});

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

describe.each([1, 2])('With %d threads', (threads) => {
  beforeAll(() => {
    unhandled.length = 0;
    process.on('unhandledRejection', note);
  });
  afterAll(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  const busyIn = (state: string) => BUSY.find(([states]) => states.test(state))?.[1] ?? null;
  // Threads are of the engine: they matter where it is at work.
  const states = Object.entries(STATES).filter(([name]) => threads === 1 || busyIn(name) !== null);

  describe.each(states)('%s', (name, state) => {
    const busy = busyIn(name);
    it.each(Object.entries(CASES))('%s is right, or is refused', async (member, each) => {
      let outcome: Outcome | null = null;
      let before: readonly Float32Array[] | null = null;
      const whole = await outcomeOf(() =>
        state(threads, async (model) => {
          before = model.built ? model.weights.map(({ values }) => values) : null;
          outcome = await outcomeOf(() => each.call(model));
        }),
      );
      expect(whole).toEqual({ value: expect.any(Sequential) });
      const { value: model } = whole as { value: Sequential };
      const { error = null, value } = outcome as unknown as { error?: unknown; value?: unknown };
      const isExcluded =
        (busy !== null && each.excludes === 'all') ||
        (busy === 'other' && each.excludes === 'all but fit') ||
        // To predict no loss is prepared.
        (name === 'predicting' && member === 'gradients');
      if (isExcluded)
        expect(error).toMatchObject({
          name: 'StateError',
          message: expect.stringContaining('the model is busy with'),
        });
      else if (busy !== null && before !== null) expect(error).toBeNull();
      if (error !== null) expect(error).toBeInstanceOf(TsunoError);
      else if (each.isMeasured && before !== null) {
        expect(value).toEqual(await onIdleTwin(each, before));
      }
      if ((error !== null || !each.changes) && (before !== null || !each.isMeasured)) {
        expect(numbersIn(model)).toEqual(await undisturbed(state, threads));
      }
      // It lives: whatever has happened to it, it can be compiled and trained.
      while (model.pop() !== undefined);
      model.add(layers.Dense({ units: 2 }));
      const { history } = await compiled(model, threads).fit(x, y, quiet);
      expect(history.loss).toEqual([expect.any(Number)]);
    });
  });
});
