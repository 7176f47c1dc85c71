import { DataError } from '../../core/src/index.ts';
import { layers, loadModel, optimizers, Sequential } from '../../tsuno/src/index.ts';

jest.mock('../src/places/places.ts', () => jest.requireActual('./memory-places.ts'));

const FORMATS = ['a.keras', 'model.json'];

async function saved(file: string, name: string, patterns: readonly string[], threads = 1) {
  const model = new Sequential([layers.Dense({ units: 1, name })]);
  model.build([null, 2]);
  const optimizer = optimizers.AdamW({ excludeFromWeightDecay: patterns });
  model.compile({ optimizer, loss: 'mse', threads });
  await model.save(file);
}

// TensorFlow.js has no AdamW, which is told.
beforeEach(() => void jest.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => jest.restoreAllMocks());

describe.each(FORMATS)('A model from %s', (file) => {
  it('has one thread where no memory is shared, and says so once', async () => {
    const info = jest.spyOn(console, 'info').mockImplementation(() => {});
    await saved(file, 'dense', [], 2);
    const threads = async () => (await loadModel(file)).toJSON().compileConfig?.threads;
    expect(await threads()).toBe(2);
    expect(info).not.toHaveBeenCalled();
    const { SharedArrayBuffer: kept } = globalThis;
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    try {
      expect(await threads()).toBe(1);
    } finally {
      globalThis.SharedArrayBuffer = kept;
    }
    expect(info.mock.calls).toEqual([[expect.stringMatching(/threads: 2.*one thread/)]]);
  });

  it.each(['bias', 'dense_1/kernel', '^dense/.*bias$', 'gamma|beta', 'norm[0-9]+/.*'])(
    'is opened with the pattern %s',
    async (pattern) => {
      await saved(file, 'dense', [pattern]);
      const { compileConfig } = (await loadModel(file)).toJSON();
      expect(compileConfig?.optimizer.config.excludeFromWeightDecay).toEqual([pattern]);
    },
  );

  it.each([
    ['(a+)+$', 'dense'],
    ['(a|a)*$', 'dense'],
    ['(.)\\1', 'dense'],
    ['a{1,30}a{1,30}x', 'dense'],
    ['a?'.repeat(30) + 'a'.repeat(30), 'dense'],
    ['a*a*a*a*a*x', 'dense'],
    ['.*.*x', 'a'.repeat(1000)],
    ['a'.repeat(1_000_000), 'dense'],
  ])('is refused with a pattern that can take long: %.20s', async (pattern, name) => {
    await saved(file, name, [pattern]);
    await expect(loadModel(file)).rejects.toThrow(DataError);
    // The longest is refused as a text already.
    if (pattern.length < 1000) await expect(loadModel(file)).rejects.toThrow(/could take too long/);
    if (pattern.length < 1000) await loadModel(file, { compile: false });
  });
});
