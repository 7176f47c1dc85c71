import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Callback,
  callbacks,
  type FitOptions,
  layers,
  optimizers,
  Sequential,
} from '../../tsuno/src/index.ts';

const x = Array.from({ length: 12 }, (_, row) => [row / 10, Math.cos(row)]);
const y = x.map(([a, b]) => 2 * a - b);

let folder = '';
let warn: jest.SpyInstance;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsuno-backups-'));
  warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  warn.mockRestore();
});

interface Made {
  readonly units?: number;
  readonly learningRate?: number;
  readonly threads?: number;
  readonly metrics?: readonly 'mae'[];
  readonly seed?: number;
}

function modelOf(
  { units = 3, learningRate = 0.01, threads = 1, metrics = [], seed }: Made = { seed: 1 },
) {
  const model = new Sequential(
    [
      layers.Dense({ units, activation: 'tanh' }),
      layers.Dropout({ rate: 0.2 }),
      layers.Dense({ units: 1 }),
    ],
    { seed },
  );
  model.compile({ optimizer: optimizers.Adam({ learningRate }), loss: 'mse', metrics, threads });
  return model;
}

const quiet = { verbose: 0, epochs: 4, batchSize: 4 } as const;
const backups = (options: Partial<callbacks.BackupAndRestoreOptions> = {}) =>
  callbacks.BackupAndRestore({ backupDir: folder, ...options });
const latest = () => join(folder, 'latest.backup');

class Interrupted extends Error {}

/** Throws when the third epoch begins, or where it is told to. */
const interrupt = (hook: 'onEpochBegin' | 'onEpochEnd' = 'onEpochBegin', at = 2): Callback => ({
  [hook](epoch: number) {
    if (epoch === at) throw new Interrupted();
  },
});

/** Leaves a backup of a run that was interrupted. */
async function interrupted(
  model = modelOf(),
  { callbacks: own = [], ...options }: FitOptions = {},
): Promise<Sequential> {
  const fit = model.fit(x, y, {
    ...quiet,
    ...options,
    callbacks: [backups(), ...own, interrupt()],
  });
  await expect(fit).rejects.toThrow(Interrupted);
  return model;
}

const resumed = (model: Sequential, { callbacks: own = [], ...options }: FitOptions = {}) =>
  model.fit(x, y, { ...quiet, ...options, callbacks: [backups(), ...own] });

const valuesOf = (model: Sequential) => model.weights.map(({ values }) => [...values]);

describe('A backup', () => {
  it('is removed when the run is done, or stopped by a callback; the folder stays', async () => {
    await interrupted();
    expect(readdirSync(folder)).toEqual(['latest.backup']);
    await resumed(modelOf());
    expect(readdirSync(folder)).toEqual([]);
    await resumed(modelOf(), { callbacks: [{ onEpochEnd: (_epoch, _logs, run) => run.stop() }] });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stays when a signal ends the run, which goes on the next time', async () => {
    const abort = new AbortController();
    const { signal } = abort;
    const stop: Callback = { onEpochEnd: (epoch) => (epoch === 1 ? abort.abort() : undefined) };
    const first = await resumed(modelOf(), { signal, callbacks: [stop] });
    expect(first.epoch).toEqual([0, 1]);
    const whole = modelOf();
    const { history } = await whole.fit(x, y, quiet);
    const model = modelOf();
    expect((await resumed(model)).history).toEqual(history);
    expect(valuesOf(model)).toEqual(valuesOf(whole));
  });

  it('stays with deleteCheckpoint: false, and the run may be made longer', async () => {
    const keeping = { ...quiet, callbacks: [backups({ deleteCheckpoint: false })] };
    await modelOf().fit(x, y, keeping);
    const model = modelOf();
    const { epoch } = await model.fit(x, y, { ...keeping, epochs: 6 });
    expect(epoch).toEqual([0, 1, 2, 3, 4, 5]);
    const whole = modelOf();
    await whole.fit(x, y, { ...quiet, epochs: 6 });
    expect(valuesOf(model)).toEqual(valuesOf(whole));
    // And a run that is done already is done.
    const again = modelOf();
    await again.fit(x, y, { ...keeping, epochs: 6 });
    expect(valuesOf(again)).toEqual(valuesOf(whole));
  });

  it('brings the seeds along that nobody has chosen', async () => {
    const model = await interrupted(modelOf({}));
    const { seed } = model.toJSON().config;
    const other = modelOf({});
    const { params, history } = await resumed(other);
    expect(params.seed).toBe(seed);
    expect(other.toJSON().config.seed).toBe(seed);
    const whole = modelOf({ seed: seed as number });
    expect((await whole.fit(x, y, quiet)).history).toEqual(history);
    for (const each of [whole, other]) await each.fit(x, y, { verbose: 0 });
    expect(valuesOf(other)).toEqual(valuesOf(whole));
  });

  it('is taken at the very beginning, so that even then a run goes on', async () => {
    const model = modelOf({});
    const fit = model.fit(x, y, { ...quiet, callbacks: [backups(), interrupt('onEpochEnd', 0)] });
    await expect(fit).rejects.toThrow(Interrupted);
    const { params } = await resumed(modelOf({}));
    expect(params.seed).toBe(model.toJSON().config.seed);
  });

  it('of the last but one is taken with doubleCheckpoint, when the last is damaged', async () => {
    const double = backups({ doubleCheckpoint: true });
    const fit = modelOf().fit(x, y, { ...quiet, callbacks: [double, interrupt()] });
    await expect(fit).rejects.toThrow(Interrupted);
    expect(readdirSync(folder)).toEqual(['latest.backup', 'latest.backup.bkp']);
    // The beginning, epoch 1, epoch 2: the last one is where the first was.
    writeFileSync(latest(), 'torn');
    const model = modelOf();
    const begun: number[] = [];
    const note: Callback = { onEpochBegin: (epoch) => void begun.push(epoch) };
    await model.fit(x, y, { ...quiet, callbacks: [backups({ doubleCheckpoint: true }), note] });
    expect(begun).toEqual([1, 2, 3]);
    expect(warn.mock.calls[0][0]).toMatch(
      /is no backup .* The run goes on from ".*bkp", which is whole/,
    );
    const whole = modelOf();
    await whole.fit(x, y, quiet);
    expect(valuesOf(model)).toEqual(valuesOf(whole));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps how long EarlyStopping and ReduceLROnPlateau have waited', async () => {
    // Worse with each epoch, so that both wait from the first on.
    const worse: Callback = { onEpochEnd: (epoch, _logs, run) => run.log('worse', epoch) };
    const waiting = () => [
      worse,
      callbacks.ReduceLROnPlateau({ monitor: 'worse', mode: 'min', patience: 3 }),
      callbacks.EarlyStopping({ monitor: 'worse', mode: 'min', patience: 4 }),
    ];
    const whole = await modelOf().fit(x, y, { ...quiet, epochs: 9, callbacks: waiting() });
    expect(whole.epoch).toEqual([0, 1, 2, 3, 4]);
    await interrupted(modelOf(), { epochs: 9, callbacks: waiting() });
    const model = modelOf();
    const { epoch, history } = await resumed(model, { epochs: 9, callbacks: waiting() });
    expect(epoch).toEqual(whole.epoch);
    expect(history).toEqual(whole.history);
    expect(model.learningRate).toBeCloseTo(0.001);
  });

  it('keeps which warnings have been given', async () => {
    const options = () => ({
      validationData: [[x, y] as const][Symbol.iterator](),
      callbacks: [callbacks.EarlyStopping({ monitor: 'val_los' })],
    });
    await interrupted(modelOf(), options());
    const given = () => warn.mock.calls.map(([text]) => String(text).slice(0, 44));
    expect(given()).toEqual([
      'EarlyStopping: the logs have no "val_los" to',
      'fit: validationData is a generator, which ca',
    ]);
    warn.mockClear();
    await resumed(modelOf(), options());
    expect(given()).toEqual([]);
  });

  it('tells of an epoch that goes on no second time that it begins', async () => {
    const first: string[] = [];
    const note = (into: string[]): Callback => ({
      onEpochBegin: (epoch) => void into.push(`epoch ${epoch}`),
      onTrainBatchBegin: (batch) => void into.push(`batch ${batch}`),
    });
    const stop: Callback = {
      onTrainBatchEnd(batch, _logs, run) {
        if (batch === 1 && run.params.epochs === 4) throw new Interrupted();
      },
    };
    const frequent = () => backups({ saveFreq: 1 });
    const fit = modelOf().fit(x, y, { ...quiet, callbacks: [frequent(), note(first), stop] });
    await expect(fit).rejects.toThrow(Interrupted);
    expect(first).toEqual(['epoch 0', 'batch 0', 'batch 1']);
    const second: string[] = [];
    await modelOf().fit(x, y, { ...quiet, epochs: 2, callbacks: [frequent(), note(second)] });
    expect(second).toEqual(['batch 1', 'batch 2', 'epoch 1', 'batch 0', 'batch 1', 'batch 2']);
  });
});

describe('A backup is refused', () => {
  const refused = async (model: Sequential, message: string, options: FitOptions = {}) => {
    const before = model.built ? valuesOf(model) : null;
    await expect(resumed(model, options)).rejects.toThrow(message);
    if (before !== null) expect(valuesOf(model)).toEqual(before);
    // It is as it was, for its own run.
    expect(readdirSync(folder)).toEqual(['latest.backup']);
  };

  it('by another model', async () => {
    await interrupted();
    await refused(
      modelOf({ units: 4, seed: 1 }),
      'fit: the backup is of another model: its layers[0].units is 3, that of this model is 4. Train the model that the backup was made of, or delete the backup to begin anew.',
    );
    await refused(
      modelOf({ learningRate: 0.1, seed: 1 }),
      'its optimizer.learningRate is 0.01, that of this model is 0.1',
    );
    await refused(modelOf({ metrics: ['mae'], seed: 1 }), 'its metrics[0] is undefined');
    await refused(modelOf({ seed: 2 }), 'its seed is 1, that of this model is 2');
    // Threads change no bits.
    await resumed(modelOf({ threads: 2, seed: 1 }));
  });

  it('by other data and other options', async () => {
    await interrupted();
    await refused(modelOf(), 'the backup is of a run with data.batchSize 4, but this one has 3.', {
      batchSize: 3,
    });
    await refused(modelOf(), 'with shuffle true, but this one has false', { shuffle: false });
    await refused(modelOf(), 'with seed null, but this one has 3', { seed: 3 });
    await refused(modelOf(), 'with validationSplit 0, but this one has 0.25', {
      validationSplit: 0.25,
    });
    const fewer = modelOf().fit(x.slice(1), y.slice(1), { ...quiet, callbacks: [backups()] });
    await expect(fewer).rejects.toThrow('with data.examples 12, but this one has 11');
  });

  it('by other callbacks that keep something', async () => {
    await interrupted(modelOf(), { callbacks: [callbacks.EarlyStopping({ monitor: 'loss' })] });
    await refused(
      modelOf(),
      'fit: the backup keeps the state of EarlyStopping, but the callbacks of this fit that have one are none.',
    );
  });

  it('when it is no backup, or damaged', async () => {
    writeFileSync(latest(), 'a text');
    await refused(modelOf(), 'is no backup of this version of Tsuno');
    writeFileSync(latest(), '');
    await refused(modelOf(), 'is empty');
    rmSync(latest());
    await interrupted();
    const bytes = readFileSync(latest());
    for (const at of [60, 200, bytes.length - 1]) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 4;
      writeFileSync(latest(), damaged);
      await refused(modelOf(), 'is damaged: it is not what was written');
    }
    for (const end of [3, 40, 52, bytes.length - 1]) {
      writeFileSync(latest(), bytes.subarray(0, end));
      await expect(resumed(modelOf())).rejects.toThrow(/is damaged|is no backup/);
    }
    writeFileSync(latest(), bytes);
    await resumed(modelOf());
  });

  it('when the iterable ends before the place where the run was', async () => {
    const batches = (count: number) =>
      Array.from({ length: count }, (_, at) => [x.slice(at, at + 4), y.slice(at, at + 4)] as const);
    const options = { epochs: 4, stepsPerEpoch: 2, verbose: 0 } as const;
    const cut = modelOf().fit(batches(8)[Symbol.iterator](), {
      ...options,
      callbacks: [backups(), interrupt()],
    });
    await expect(cut).rejects.toThrow(Interrupted);
    const short = modelOf().fit(batches(3)[Symbol.iterator](), {
      ...options,
      callbacks: [backups()],
    });
    await expect(short).rejects.toThrow(
      'fit: the run that was backed up had read the iterable to batch 4 of pass 1, but now it gives 3. Give the data of that run, from its beginning, or delete the backup.',
    );
  });
});

describe('What callbacks ask of a run', () => {
  it('is refused where it makes no sense', async () => {
    const late: Callback = {
      onEpochEnd: async (_epoch, _logs, run) => void (await run.resume(latest())),
    };
    await expect(modelOf().fit(x, y, { ...quiet, callbacks: [late] })).rejects.toThrow(
      'run.resume: training is under way. A run goes on from a backup before it begins: call it in onTrainBegin.',
    );
    const model = modelOf();
    await model.fit(x, y, quiet);
    const inEvaluate: Callback = { onTestBegin: (_logs, run) => run.backup(latest()) };
    await expect(model.evaluate(x, y, { verbose: 0, callbacks: [inEvaluate] })).rejects.toThrow(
      'run.backup: only a run of fit is backed up and taken up again.',
    );
  });

  it('is refused when the state is nothing that a backup can hold', async () => {
    const keeps = (state: unknown): Callback => ({
      onEpochEnd() {},
      state: () => state as never,
      restore() {},
    });
    const fit = (state: unknown) =>
      modelOf().fit(x, y, { ...quiet, callbacks: [backups(), keeps(state)] });
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    await expect(fit({ seen: new Map() })).rejects.toThrow(
      'fit: a backup cannot hold run.callbacks[0].state.seen, which is a Map. It takes null, true and false, numbers, text, Float32Arrays, and lists and plain objects of these.',
    );
    await expect(fit([undefined])).rejects.toThrow(
      'cannot hold run.callbacks[0].state[0], which is undefined',
    );
    await expect(fit(circle)).rejects.toThrow('is nested too deeply, or contains itself');
    await expect(fit(10n)).rejects.toThrow('which is 10');
    const half = { onEpochEnd() {}, restore() {} } as Callback;
    await expect(modelOf().fit(x, y, { ...quiet, callbacks: [half] })).rejects.toThrow(
      'fit: a callback has a "restore", so it must be a function and have a function "state" beside it',
    );
  });

  it('any plain state comes back as it was', async () => {
    const state = {
      numbers: [0, -0, 0.1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324],
      $: { $: ['$', null, true], __proto__: null },
      floats: [Float32Array.of(1, Number.NaN, -0), new Float32Array(0)],
      texts: ['', '\ud800', 'ä'],
    };
    let found: unknown = null;
    const keeper = (): Callback => ({
      onEpochEnd() {},
      state: () => state,
      restore: (given) => {
        found = given;
      },
    });
    await interrupted(modelOf(), { callbacks: [keeper()] });
    await resumed(modelOf(), { callbacks: [keeper()] });
    expect(found).toEqual(state);
    expect(Object.is((found as typeof state).numbers[1], -0)).toBe(true);
  });
});
