import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callbacks, layers, optimizers, Sequential } from 'tsuno';

const x = [[0], [1], [2], [3]];
const y = [1, 3, 5, 7];
const quiet = { verbose: 0, epochs: 4 } as const;

function line(learningRate: optimizers.SGDOptions['learningRate'] = 0.01) {
  const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: optimizers.SGD({ learningRate }), loss: 'mse', metrics: ['mse'] });
  return model;
}

describe('In fit', () => {
  it('LearningRateScheduler sets the rate of each epoch, and the history has it', async () => {
    const model = line();
    const halve = callbacks.LearningRateScheduler((epoch, rate) => (epoch === 0 ? rate : rate / 2));
    const { history } = await model.fit(x, y, { ...quiet, callbacks: [halve] });
    expect(history.learning_rate).toEqual([0.01, 0.005, 0.0025, 0.00125]);
    expect(model.learningRate).toBe(0.00125);
  });

  it('no callback sets a rate that follows a schedule', async () => {
    const model = line(
      optimizers.schedules.InverseTimeDecay({
        initialLearningRate: 0.1,
        decaySteps: 1,
        decayRate: 1,
      }),
    );
    const halve = callbacks.LearningRateScheduler((_epoch, rate) => rate / 2);
    await expect(model.fit(x, y, { ...quiet, callbacks: [halve] })).rejects.toThrow(
      'the learning rate of SGD follows a schedule, so it cannot be set',
    );
  });

  it('a rate that is set before the first step counts', async () => {
    const [still, moving] = [line(), line()];
    still.learningRate = 0;
    const before = await still.fit(x, y, { ...quiet, epochs: 2 });
    expect(before.history.loss[0]).toBe(before.history.loss[1]);
    await moving.fit(x, y, quiet);
    expect(moving.learningRate).toBe(0.01);
  });

  it('a schedule is told by model.learningRate', async () => {
    const model = line(
      optimizers.schedules.InverseTimeDecay({
        initialLearningRate: 0.5,
        decaySteps: 1,
        decayRate: 1,
      }),
    );
    expect(model.learningRate).toBe(0.5);
    await model.fit(x, y, { ...quiet, epochs: 1 });
    expect(model.learningRate).toBe(0.25);
  });

  it('EarlyStopping gives the model the weights of its best epoch', async () => {
    const model = line(0.5);
    const stop = callbacks.EarlyStopping({ monitor: 'loss', restoreBestWeights: true });
    const { history } = await model.fit(x, y, { ...quiet, epochs: 20, callbacks: [stop] });
    // A rate this large diverges: the second epoch is worse, and is the last.
    expect(history.loss.length).toBe(2);
    const loss = (await model.evaluate(x, y, { verbose: 0, returnDict: true })).loss;
    expect(loss).toBeCloseTo(history.loss[1], 3);
  });

  it('EarlyStopping knows of a metric by its name what is better', async () => {
    const model = line();
    const stop = callbacks.EarlyStopping({ monitor: 'mse', patience: 1 });
    const { epoch } = await model.fit(x, y, { ...quiet, callbacks: [stop] });
    expect(epoch.length).toBe(4);
  });

  it('TerminateOnNaN ends a run that diverges', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => {});
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const model = line(1e30);
    const { epoch } = await model.fit(x, y, {
      ...quiet,
      epochs: 50,
      callbacks: [callbacks.TerminateOnNaN()],
    });
    expect(epoch.length).toBeLessThan(10);
    expect(log).toHaveBeenCalledWith('Batch 0: Invalid loss, terminating training');
    await expect(
      line(1e30).fit(x, y, {
        ...quiet,
        epochs: 50,
        callbacks: [callbacks.TerminateOnNaN({ raiseError: true })],
      }),
    ).rejects.toThrow('TerminateOnNaN: the loss of batch 0 is not finite.');
    log.mockRestore();
    warn.mockRestore();
  });

  it('CSVLogger writes a line for each epoch, and adds to a file that is there', async () => {
    const filename = join(mkdtempSync(join(tmpdir(), 'tsuno-')), 'log.csv');
    const model = line();
    const first = await model.fit(x, y, {
      ...quiet,
      callbacks: [callbacks.CSVLogger({ filename })],
    });
    const again = callbacks.CSVLogger({ filename, append: true });
    const second = await model.fit(x, y, { ...quiet, epochs: 1, callbacks: [again] });
    const [header, ...lines] = readFileSync(filename, 'utf8').trim().split('\n');
    expect(header).toBe('epoch,loss,mse,val_loss,val_mse');
    expect(lines.length).toBe(5);
    expect(lines[3].split(',').map(Number).slice(0, 2)).toEqual([3, first.history.loss[3]]);
    expect(lines[4]).toBe(`0,${second.history.loss[0]},${second.history.mse[0]},NA,NA`);
  });

  it('the average takes the place of the weights at the end', async () => {
    const model = new Sequential([layers.Dense({ units: 1, useBias: false })], { seed: 1 });
    model.compile({
      optimizer: optimizers.SGD({ learningRate: 0.05, useEma: true, emaMomentum: 0.5 }),
      loss: 'mse',
    });
    let last = 0;
    const note = callbacks.LambdaCallback({
      onEpochEnd: (epoch, _logs, run) => {
        last = run.model.weights[0][0];
        const { average } = run.model.optimizerState?.slots[0] ?? {};
        // The first average is the weights themselves.
        expect(average[0] === last).toBe(epoch === 0);
      },
    });
    await model.fit(x, y, { ...quiet, callbacks: [note] });
    const [kernel] = model.getWeights();
    expect(kernel.dataSync()[0]).not.toBe(last);
    kernel.dispose();
  });
});
