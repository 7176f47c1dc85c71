import { callbacks, layers } from '../../tsuno/src/index.ts';
import { inMemory } from '../src/resume/in-memory.ts';

const x = Array.from({ length: 10 }, (_, row) => [row / 10]);
const y = x.map(([value]) => 3 * value - 1);

/** Trains for five epochs of two batches; `rates` are those of the epochs: a negative step makes the loss larger. */
async function checkpointed(
  options: callbacks.ModelCheckpointOptions,
  rates: readonly number[] = [0.1, 0.1, 0.1, 0.1, 0.1],
) {
  const { create, models, weights } = inMemory();
  const model = create([layers.Dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae'] });
  const checkpoint = callbacks.ModelCheckpoint(options);
  const { history } = await model.fit(x, y, {
    epochs: rates.length,
    batchSize: 5,
    verbose: 0,
    shuffle: false,
    validationData: [x, y],
    callbacks: [callbacks.LearningRateScheduler((epoch) => rates[epoch]), checkpoint],
  });
  return { history, models, weights, model, checkpoint };
}

describe('ModelCheckpoint', () => {
  it('saves the model at the end of each epoch, counted from 1, with the numbers of the logs in its name', async () => {
    const { models, weights, history, model } = await checkpointed({
      filepath: 'a/{epoch:02d}-{val_loss:.3f}-{{{mae:.1e}}}.keras',
    });
    const { val_loss, mae } = history as Record<string, number[]>;
    expect([...models.keys()]).toEqual(
      val_loss.map(
        (loss, epoch) =>
          `a/0${epoch + 1}-${loss.toFixed(3)}-{${mae[epoch].toExponential(1).replace(/e([+-])(\d)$/, 'e$10$2')}}.keras`,
      ),
    );
    expect(weights.size).toBe(0);
    const last = [...models.values()].at(-1);
    expect(last?.snapshot.weights).toEqual(model.weights);
    expect(last?.snapshot.epochsTrained).toBe(5);
  });

  it('saves the weights alone', async () => {
    const { models, weights } = await checkpointed({
      filepath: '{epoch}.weights.h5',
      saveWeightsOnly: true,
    });
    expect([...weights.keys()]).toEqual([1, 2, 3, 4, 5].map((epoch) => `${epoch}.weights.h5`));
    expect(models.size).toBe(0);
  });

  it('saves after so many batches, across epochs, with the number of the batch in its epoch', async () => {
    const { models } = await checkpointed({ filepath: '{epoch}-{batch}.keras', saveFreq: 3 });
    // Batches 3, 6 and 9 of ten.
    expect([...models.keys()]).toEqual(['2-1.keras', '3-2.keras', '5-1.keras']);
    expect([...models.values()].map(({ snapshot }) => snapshot.optimizer?.calls)).toEqual([
      3, 6, 9,
    ]);
  });

  it('saves what is better than ever before, and not what is as good', async () => {
    const { models, history } = await checkpointed(
      { filepath: '{epoch}.keras', saveBestOnly: true },
      [0.1, 0, 3, 0.1, 0.01],
    );
    const { val_loss } = history as Record<string, number[]>;
    const best = val_loss.flatMap((loss, epoch) =>
      val_loss.slice(0, epoch).every((before) => loss < before) ? [`${epoch + 1}.keras`] : [],
    );
    expect([...models.keys()]).toEqual(best);
    expect(best.length).toBeLessThan(5);
  });

  it('begins with the threshold, remembers the best from one fit to the next, and goes by the mode', async () => {
    const never = await checkpointed({
      filepath: '{epoch}.keras',
      saveBestOnly: true,
      initialValueThreshold: 0,
    });
    expect(never.models.size).toBe(0);
    const larger = await checkpointed({
      filepath: '{epoch}.keras',
      saveBestOnly: true,
      mode: 'max',
      monitor: 'loss',
    });
    expect([...larger.models.keys()]).toEqual(['1.keras']);
    larger.models.clear();
    const again = { epochs: 1, verbose: 0, callbacks: [larger.checkpoint] } as const;
    await larger.model.fit(x, y, again);
    expect(larger.models.size).toBe(0);
  });

  it('saves, and warns once, where the logs lack what is watched', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const { models } = await checkpointed({
      filepath: '{epoch}.keras',
      saveBestOnly: true,
      monitor: 'val_acc',
    });
    expect(models.size).toBe(5);
    expect(warn.mock.calls).toEqual([
      [expect.stringContaining('ModelCheckpoint: the logs have no "val_acc" to watch')],
    ]);
    warn.mockRestore();
  });

  it('says what it does', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => {});
    await checkpointed({ filepath: 'm.keras', verbose: 1, saveBestOnly: true }, [0.1, 3]);
    await checkpointed({ filepath: 'm.keras', verbose: 1 }, [0.1]);
    const said = log.mock.calls.map(([text]) => text);
    expect(said).toEqual([
      expect.stringMatching(
        /^\nEpoch 1: val_loss improved from None to \d\.\d{5}, saving model to m\.keras$/,
      ),
      expect.stringMatching(/^\nEpoch 2: val_loss did not improve from \d\.\d{5}$/),
      '\nEpoch 1: saving model to m.keras',
    ]);
    log.mockRestore();
  });

  it.each([
    ['{epoch', 'has a single "{"'],
    ['epoch}', 'has a single "}"'],
    ['{}', 'has {}, which names no number'],
    ['{epoch!r}', 'has {epoch!r}, which names no number'],
    ['{epoch:{width}}', 'has a single "{"'],
    ['{epoch:.2q}', '".2q" is no format for a count'],
    ['{loss:d}', '"d" is no format for a value of the logs'],
  ])('refuses the name %s at once', (filepath, message) => {
    expect(() => callbacks.ModelCheckpoint({ filepath })).toThrow(message);
  });

  it('names the logs that there are, when a name asks for another', async () => {
    await expect(checkpointed({ filepath: '{epoch}-{val_los:.2f}.keras' })).rejects.toThrow(
      'ModelCheckpoint: filepath "{epoch}-{val_los:.2f}.keras" asks for {val_los}, but there are epoch, learning_rate, loss, mae, val_loss, val_mae. Did you mean "val_loss"?',
    );
  });

  it('is refused before the first step where no format is written', async () => {
    const model = new (await import('../../tsuno/src/index.ts')).Sequential([
      layers.Dense({ units: 1 }),
    ]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const fit = (options: callbacks.ModelCheckpointOptions) =>
      model.fit(x, y, { verbose: 0, callbacks: [callbacks.ModelCheckpoint(options)] });
    await expect(fit({ filepath: '{epoch}.txt' })).rejects.toThrow(
      'save: the ending of "{epoch}.txt" says no format',
    );
    await expect(fit({ filepath: 'm.safetensors' })).rejects.toThrow('holds weights alone');
    expect(model.optimizerState).toBeNull();
  });
});
