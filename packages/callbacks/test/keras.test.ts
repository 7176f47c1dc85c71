import type { Callback, Run } from '@tsuno/core';
import { expectClose, golden } from '../../testing/src/index.ts';
import * as callbacks from '../src/index.ts';

interface Case {
  readonly callback: { readonly kind: 'EarlyStopping' | 'ReduceLROnPlateau' };
  readonly values: readonly number[];
  readonly epochs: number;
  readonly rates: readonly number[];
  readonly weight: number;
}
const { cases } = golden<{ cases: Case[] }>('callbacks.json');

const FACTORIES = {
  EarlyStopping: callbacks.EarlyStopping,
  ReduceLROnPlateau: callbacks.ReduceLROnPlateau,
};

/** A run of a model whose only weight is the number of the epoch. */
function fakeRun() {
  const state = { weight: 0, isStopped: false, learningRate: 0.1, logged: {} as object };
  const run: Run = {
    params: { verbose: 0, epochs: 12, steps: 1 },
    model: {
      name: 'model',
      is: () => true,
      get weights() {
        return [Float32Array.of(state.weight)];
      },
      setWeightValues([weight]) {
        state.weight = weight[0];
      },
      get learningRate() {
        return state.learningRate;
      },
      set learningRate(learningRate) {
        state.learningRate = learningRate;
      },
      optimizerState: null,
      directionOf: (log) => (log === 'val_loss' ? 'down' : undefined),
      requireSavable: async () => {},
      save: async () => {},
      saveWeights: async () => {},
    },
    log(name, value) {
      state.logged = { ...state.logged, [name]: value };
    },
    stop() {
      state.isStopped = true;
    },
    isAborted: false,
    backup() {},
    resume: async () => null,
    removeBackup() {},
  };
  return { run, state };
}

describe.each(
  cases.map((each, index) => [`${JSON.stringify(each.callback)} ${index % 4}`, each] as const),
)('%s', (_title, { callback: { kind, ...options }, values, epochs, rates, weight }) => {
  it('stops, reduces and restores where Keras does', async () => {
    const { run, state } = fakeRun();
    const callback: Callback = FACTORIES[kind](options);
    await callback.onTrainBegin?.({}, run);
    const seen: number[] = [];
    for (const [epoch, value] of values.entries()) {
      state.weight = epoch;
      await callback.onEpochBegin?.(epoch, {}, run);
      await callback.onEpochEnd?.(epoch, { loss: 1, val_loss: value }, run);
      seen.push(state.learningRate);
      if (state.isStopped) break;
    }
    await callback.onTrainEnd?.({}, run);
    expect([seen.length, state.weight]).toEqual([epochs, weight]);
    // Keras keeps its rate in float32.
    expectClose(seen, rates, { relative: 1e-6 });
  });
});

describe('A callback that watches a value', () => {
  it('warns once when the logs do not have it', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const { run, state } = fakeRun();
    const stopping = callbacks.EarlyStopping<string>({ monitor: 'val_acuracy' });
    stopping.onTrainBegin?.({}, run);
    for (const epoch of [0, 1, 2]) stopping.onEpochEnd?.(epoch, { loss: 1 }, run);
    expect(state.isStopped).toBe(false);
    expect(warn.mock.calls).toEqual([
      ['EarlyStopping: the logs have no "val_acuracy" to watch; there are loss.'],
    ]);
    warn.mockRestore();
  });

  it('must be told what is better of a name that nobody knows', () => {
    const { run } = fakeRun();
    const stopping = callbacks.EarlyStopping({ monitor: 'mine' });
    stopping.onEpochEnd?.(0, { mine: 1 }, run);
    expect(() => stopping.onEpochEnd?.(1, { mine: 1 }, run)).toThrow(
      "EarlyStopping: whether less or more of \"mine\" is better is not known. Say mode: 'min' or 'max'.",
    );
  });

  it.each([
    [
      () => callbacks.EarlyStopping({ patience: -1 }),
      'patience must be a whole number of at least 0',
    ],
    [
      () => callbacks.EarlyStopping({ mode: 'up' as never }),
      'mode must be one of "auto", "min", "max"',
    ],
    [
      () => callbacks.EarlyStopping({ patient: 1 } as never),
      'unknown option "patient". Did you mean "patience"?',
    ],
    [() => callbacks.ReduceLROnPlateau({ factor: 1 }), 'factor must be a number in [0, 1), got 1'],
    [() => callbacks.LearningRateScheduler(0.1 as never), 'the schedule must be a function'],
    [() => callbacks.CSVLogger({}), 'give exactly one of filename and write'],
    [
      () => callbacks.TerminateOnNaN({ raiseError: 1 as never }),
      'raiseError must be true or false',
    ],
  ])('refuses nonsense %#', (make, message) => {
    expect(make).toThrow(message);
  });
});
