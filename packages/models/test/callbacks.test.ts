import { HOOKS } from '../../core/src/index.ts';
import { type Callback, callbacks, type Sequential } from '../../tsuno/src/index.ts';
import { tinyData, tinyModel, weightsOf } from './tiny.ts';

const { x, y } = tinyData(10);
const quiet = { verbose: 0 } as const;

/** A callback that notes every call. */
function recorder(): { readonly calls: string[]; readonly callback: Callback } {
  const calls: string[] = [];
  const note =
    (hook: string) =>
    (...args: unknown[]) => {
      const [first] = args;
      calls.push(typeof first === 'number' ? `${hook} ${first}` : hook);
    };
  return { calls, callback: Object.fromEntries(HOOKS.map((hook) => [hook, note(hook)])) };
}

describe('Callbacks', () => {
  it('are called in Keras’s order, validation before the end of the epoch', async () => {
    const { calls, callback } = recorder();
    const options = {
      ...quiet,
      batchSize: 6,
      callbacks: [callback],
      validationData: [x, y] as const,
    };
    await tinyModel().fit(x, y, options);
    expect(calls).toEqual([
      'onTrainBegin',
      'onEpochBegin 0',
      'onTrainBatchBegin 0',
      'onTrainBatchEnd 0',
      'onTrainBatchBegin 1',
      'onTrainBatchEnd 1',
      'onTestBegin',
      'onTestBatchBegin 0',
      'onTestBatchEnd 0',
      'onTestBatchBegin 1',
      'onTestBatchEnd 1',
      'onTestEnd',
      'onEpochEnd 0',
      'onTrainEnd',
    ]);
  });

  it('hear evaluate and predict', async () => {
    const model = tinyModel();
    const { calls, callback } = recorder();
    await model.evaluate(x, y, { ...quiet, callbacks: [callback] });
    model.predict(x, { callbacks: [callback] }).dispose();
    expect(calls).toEqual([
      'onTestBegin',
      'onTestBatchBegin 0',
      'onTestBatchEnd 0',
      'onTestEnd',
      'onPredictBegin',
      'onPredictBatchBegin 0',
      'onPredictBatchEnd 0',
      'onPredictEnd',
    ]);
  });

  it('are given the running means, and at the end of an epoch what the history holds', async () => {
    const batches: number[] = [];
    const epochs: number[] = [];
    const callback = callbacks.LambdaCallback({
      onTrainBatchEnd: (_batch, logs) => void batches.push(logs.loss),
      onEpochEnd: (_epoch, logs) => void epochs.push(logs.loss),
    });
    const { history } = await tinyModel().fit(x, y, {
      ...quiet,
      batchSize: 4,
      callbacks: [callback],
      epochs: 2,
    });
    expect(epochs).toEqual(history.loss);
    expect([batches[2], batches[5]]).toEqual(epochs);
  });

  it('stop a run after the batch or the epoch', async () => {
    const atEpoch: Callback = {
      onEpochEnd(epoch, _logs, run) {
        if (epoch === 1) run.stop();
      },
    };
    const stopped = await tinyModel().fit(x, y, { ...quiet, epochs: 9, callbacks: [atEpoch] });
    expect(stopped.epoch).toEqual([0, 1]);
    let batches = 0;
    const atBatch: Callback = {
      onTrainBatchEnd(_batch, _logs, run) {
        batches += 1;
        if (batches === 2) run.stop();
      },
    };
    const options = {
      ...quiet,
      batchSize: 2,
      epochs: 3,
      callbacks: [atBatch],
      validationData: [x, y] as const,
    };
    const cut = await tinyModel().fit(x, y, options);
    expect(batches).toBe(2);
    expect(Object.keys(cut.history)).toContain('val_loss');
    expect(cut.epoch).toEqual([0]);
  });

  it('may stop a run before its first batch: then there is no epoch to report', async () => {
    const atOnce: Callback = { onEpochBegin: (_epoch, _logs, run) => run.stop() };
    const { epoch, history } = await tinyModel().fit(x, y, { ...quiet, callbacks: [atOnce] });
    expect([epoch, history]).toEqual([[], {}]);
  });

  it('may read and set weights and the learning rate', async () => {
    const model = tinyModel();
    const rates: number[] = [];
    const callback: Callback = {
      onEpochBegin(epoch, _logs, run) {
        if (epoch === 1) run.model.learningRate = 0;
        rates.push(run.model.learningRate);
      },
      onEpochEnd(_epoch, _logs, run) {
        run.model.setWeightValues(run.model.weights.map((values) => values.fill(0.5)));
      },
    };
    await model.fit(x, y, { ...quiet, epochs: 2, callbacks: [callback] });
    expect(rates).toEqual([0.01, 0]);
    expect(new Set(weightsOf(model).flat())).toEqual(new Set([0.5]));
    expect(model.learningRate).toBe(0);
  });

  it('may be async, and may use the model', async () => {
    const model = tinyModel();
    const values: number[] = [];
    const callback: Callback = {
      async onEpochEnd() {
        await new Promise((resolve) => setTimeout(resolve, 2));
        const [loss] = (await model.evaluate(x, y, quiet)) as number[];
        model.predict(x).dispose();
        values.push(loss);
      },
    };
    const { history } = await model.fit(x, y, {
      ...quiet,
      epochs: 2,
      validationData: [x, y],
      callbacks: [callback],
    });
    expect(values).toEqual(history.val_loss);
  });

  it('read the optimizer’s state', async () => {
    const seen: unknown[] = [];
    const callback: Callback = {
      onTrainBatchEnd(_batch, _logs, run) {
        const state = run.model.optimizerState;
        seen.push([state?.iterations, state?.slots.length, state?.slots[0].m.some((m) => m !== 0)]);
      },
    };
    await tinyModel().fit(x, y, { ...quiet, batchSize: 5, callbacks: [callback] });
    expect(seen).toEqual([
      [1, 4, true],
      [2, 4, true],
    ]);
  });

  it('that stop a run which diverges spare the warning', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const model = tinyModel();
    const ruin: Callback = {
      onTrainBatchBegin(_batch, _logs, run) {
        run.model.setWeightValues(run.model.weights.map((values) => values.fill(Number.NaN)));
      },
    };
    const stop: Callback = {
      onTrainBatchEnd: (_batch, logs, run) => {
        if (Number.isNaN(logs.loss)) run.stop();
      },
    };
    await model.fit(x, y, { ...quiet, callbacks: [ruin, stop] });
    expect(warn).not.toHaveBeenCalled();
    await model.fit(x, y, { ...quiet, callbacks: [ruin] });
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('know the parameters of the run', async () => {
    const { params } = await tinyModel().fit(x, y, { ...quiet, epochs: 2, batchSize: 4 });
    expect(params).toEqual({ verbose: 0, epochs: 2, steps: 3, seed: 1 });
  });
});

describe('verbose', () => {
  it('0 prints nothing, otherwise an epoch takes plain lines where there is no terminal', async () => {
    const written: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    await tinyModel().fit(x, y, quiet);
    const model: Sequential = tinyModel();
    await model.fit(x, y, { epochs: 2 });
    write.mockRestore();
    const text = written.join('');
    expect(text).toMatch(
      /^Epoch 1\/2\n1\/1 - 0s - \d+(ms|us)\/step - accuracy: \d\.\d{4} - loss: \d\.\d{4}\nEpoch 2\/2\n/,
    );
    expect(text).not.toContain('\u001b');
  });
});

describe('The end of a run', () => {
  it('is told with the logs of the last epoch', async () => {
    const losses: number[] = [];
    const model = tinyModel();
    const { history } = await model.fit(x, y, {
      epochs: 3,
      verbose: 0,
      callbacks: [{ onTrainEnd: (logs) => void losses.push(logs.loss) }],
    });
    expect(losses).toEqual([history.loss[2]]);
    expect(history.loss[1]).not.toBe(history.loss[2]);
  });

  it('of an evaluation shows nothing when it is not to', async () => {
    const model = tinyModel();
    await model.fit(x, y, { verbose: 0 });
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await model.evaluate(x, y, { verbose: 0 });
      expect(write).not.toHaveBeenCalled();
      await model.evaluate(x, y, { verbose: 1 });
      expect(write).toHaveBeenCalled();
    } finally {
      write.mockRestore();
    }
  });
});
