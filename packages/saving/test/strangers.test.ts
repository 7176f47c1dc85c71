import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  activations,
  callbacks,
  defineLayer,
  initializers,
  layers,
  loadModel,
  losses,
  OptionError,
  optimizers,
  Sequential,
  StateError,
} from '../../tsuno/src/index.ts';
import { fromKerasJson } from '../src/keras/from-keras-json.ts';
import { toKerasJson } from '../src/keras/to-keras-json.ts';

/** What strangers found. */
describe('Saving, tried from outside', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tsuno-strangers-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const registry = {
    layer: layers,
    activation: activations,
    initializer: initializers,
    loss: losses,
    optimizer: optimizers,
  };
  const x = [
    [1, 2],
    [3, 4],
    [5, 7],
    [2, 2],
  ];
  const y = [1, 0, 1, 0];
  const small = () => {
    const model = new Sequential([layers.Dense({ units: 3 }), layers.Dense({ units: 1 })]);
    model.compile({ optimizer: 'adam', loss: 'mse' });
    return model.build([null, 2]);
  };

  it('opens a Functional chain whose random layers are called with training: false, as Keras writes', () => {
    const tensor = (from: string) => ({
      class_name: '__keras_tensor__',
      config: { shape: [null, 3], dtype: 'float32', keras_history: [from, 0, 0] },
    });
    const layer = (
      class_name: string,
      name: string,
      config: object,
      from: string | null,
      kwargs = {},
    ) => ({
      module: 'keras.layers',
      class_name,
      config: { name, ...config },
      registered_name: null,
      name,
      inbound_nodes: from === null ? [] : [{ args: [tensor(from)], kwargs }],
    });
    const model = (training: boolean) => ({
      module: 'keras',
      class_name: 'Functional',
      registered_name: 'Functional',
      config: {
        name: 'functional',
        trainable: true,
        layers: [
          layer('InputLayer', 'in', { batch_shape: [null, 3], dtype: 'float32' }, null),
          layer('Dropout', 'drop', { rate: 0.1 }, 'in', { training }),
          layer('Dense', 'out', { units: 2 }, 'drop'),
        ],
        input_layers: ['in', 0, 0],
        output_layers: ['out', 0, 0],
      },
    });
    const { config } = fromKerasJson(model(false), { registry });
    expect(config.layers.map(({ kind }) => kind)).toEqual(['Input', 'Dropout', 'Dense']);
    expect(() => fromKerasJson(model(true), { registry })).toThrow('is called with training: true');
  });

  it('writes one mean of all numbers as Keras reads it: as a number', () => {
    const model = new Sequential([
      layers.Normalization({ axis: null }).adapt([
        [1, 2],
        [3, 6],
      ]),
    ]);
    const json = toKerasJson(model.build([null, 2]).toJSON(), { registry }) as {
      config: { layers: { config: { axis: unknown; mean: unknown; variance: unknown } }[] };
    };
    const { axis, mean, variance } = json.config.layers.at(-1)?.config ?? {};
    expect([axis, mean, variance]).toEqual([[], 3, 3.5]);
  });

  it('opens a model that had diverged when asked to', async () => {
    const model = small();
    model.setWeights(model.weights.map(({ values }) => values.fill(Number.NaN)));
    for (const name of ['a.keras', 'a.json']) {
      const path = join(folder, name);
      await model.save(path);
      await expect(loadModel(path)).rejects.toThrow('with { allowNonFinite: true } it is taken');
      const again = await loadModel(path, { allowNonFinite: true });
      expect(again.weights).toEqual(model.weights);
    }
    const path = join(folder, 'a.weights.h5');
    await model.saveWeights(path);
    await expect(small().loadWeights(path)).rejects.toThrow('weights are finite');
    await small().loadWeights(path, { allowNonFinite: true });
  });

  it.each([
    [null, 'custom is null'],
    [5, 'custom is 5'],
    [[], 'custom is []'],
    [{ Dense: null }, 'Dense is null'],
  ])('refuses custom: %p for no factories', async (custom, fault) => {
    const path = join(folder, 'a.keras');
    await small().save(path);
    const opening = loadModel(path, { custom: custom as never });
    await expect(opening).rejects.toThrow(OptionError);
    await expect(opening).rejects.toThrow(
      `loadModel: custom holds factories of your own by their names, such as { custom: { MyLayer } }, but ${fault}.`,
    );
    expect(() => Sequential.fromJSON(small().toJSON(), { custom: custom as never })).toThrow(fault);
  });

  it('names a factory of one’s own that makes nothing, or fails', async () => {
    const Twice = () =>
      defineLayer({
        kind: 'Twice',
        config: {},
        plan: (input) => ({ output: input, weights: [] }),
        call: (tensor) => tensor,
      });
    const path = join(folder, 'own.keras');
    await new Sequential([Twice(), layers.Dense({ units: 1 })]).build([null, 2]).save(path);
    await loadModel(path, { custom: { Twice } });
    const failing = () => {
      throw new Error('mine');
    };
    await expect(loadModel(path, { custom: { Twice: () => 5 } })).rejects.toThrow(
      'your Twice made 5, which is no description',
    );
    await expect(loadModel(path, { custom: { Twice: failing } })).rejects.toThrow(
      'your Twice could not be made: mine.',
    );
    await expect(loadModel(path, { custom: { Twice: class {} } })).rejects.toThrow(OptionError);
  });

  it('says of what cannot be compiled that the model opens without', () => {
    const json = toKerasJson(small().toJSON(), { registry }) as {
      compile_config: { optimizer: { config: Record<string, unknown> } };
    };
    json.compile_config.optimizer.config.loss_scale_factor = 128;
    expect(() => fromKerasJson(json, { registry })).toThrow(
      /loss_scale_factor.* With \{ compile: false \} the model opens as it is without compile\./,
    );
    expect(fromKerasJson(json, { registry, compile: false }).compileConfig).toBeNull();
  });

  it('keeps the backup of a longer run', async () => {
    const run = (epochs: number, abort?: AbortController) =>
      small().fit(x, y, {
        epochs,
        verbose: 0,
        seed: 1,
        signal: abort?.signal,
        callbacks: [
          callbacks.BackupAndRestore({ backupDir: folder }),
          { onEpochEnd: (epoch) => void (epoch === 4 && abort?.abort()) },
        ],
      });
    await run(8, new AbortController());
    await expect(run(2)).rejects.toThrow(StateError);
    await expect(run(2)).rejects.toThrow('beyond the 2 of this one. Give as many epochs or more');
    expect((await run(8)).epoch).toHaveLength(8);
  });
});
