import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, type Sequential, tf } from '../../../tsuno/src/index.ts';
import { files } from '../memory-places.ts';
import { getJson, openWithTfjs, putJson } from './other-side.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

/** Made by Keras 2.17 and tensorflowjs_converter 4.22: packages/testing/goldens/make_tfjs_goldens.py. */
const GOLDENS: Record<
  string,
  { readonly files: Record<string, string>; readonly x: number[]; readonly y: number[][] }
> = JSON.parse(readFileSync(join(__dirname, '../../../testing/goldens/tfjs.json'), 'utf8'));

/** Keras on TensorFlow adds up in another order. */
const SUM_ORDER = 1e-5;
/** Half the distance of two numbers of 8 bits, through three layers. */
const EIGHT_BITS = 0.05;

function put(name: string): (typeof GOLDENS)[string] {
  files.clear();
  for (const [path, base64] of Object.entries(GOLDENS[name].files)) {
    files.set(path, Uint8Array.from(Buffer.from(base64, 'base64')));
  }
  return GOLDENS[name];
}

const predict = (model: Pick<Sequential, 'predict'>, x: number[]) => [
  ...model.predict(tf.tensor(x)).dataSync(),
];

function distance(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, index) => Math.abs(value - b[index])));
}

describe('models of Keras 2, converted', () => {
  it.each(['dense net', 'in shards', 'a group for each layer', 'functional', 'many layers'])(
    '%s: predict what they predicted in Keras',
    async (name) => {
      const { x, y } = put(name);
      const model = await loadModel('model.json');
      expect(distance(predict(model, x), y.flat())).toBeLessThan(SUM_ORDER);
    },
  );

  it.each(['in uint8', 'in uint16', 'in float16', 'partly in uint8'])(
    '%s: have the numbers that TensorFlow.js decodes, to the bit',
    async (name) => {
      const { x, y } = put(name);
      const model = await loadModel('model.json');
      const json = getJson('model.json');
      const specs = tf.io.getWeightSpecs(json.weightsManifest);
      const bytes = Buffer.concat(
        [...files].flatMap(([path, file]) => (path.endsWith('.bin') ? [file] : [])),
      );
      const decoded = tf.io.decodeWeights(Uint8Array.from(bytes).buffer, specs);
      expect(model.weights.length).toBe(specs.length);
      for (const { path, values } of model.weights) {
        expect([path, ...values]).toEqual([path, ...decoded[path].dataSync()]);
      }
      const theirs = await openWithTfjs('model.json');
      const outputs = (theirs.predict(tf.tensor(x)) as tf.Tensor).dataSync();
      expect(distance(predict(model, x), [...outputs])).toBeLessThan(1e-6);
      expect(distance(predict(model, x), y.flat())).toBeLessThan(EIGHT_BITS);
    },
  );

  it('are compiled as they were', async () => {
    put('functional');
    const { compileConfig } = (await loadModel('model.json')).toJSON();
    expect(compileConfig).toMatchObject({
      loss: { kind: 'MeanSquaredError' },
      optimizer: { kind: 'SGD', config: { momentum: 0.9, nesterov: true } },
    });
    expect((await loadModel('model.json', { compile: false })).toJSON().compileConfig).toBeNull();
    put('dense net');
    const adam = (await loadModel('model.json')).toJSON().compileConfig;
    expect(adam).toMatchObject({ optimizer: { kind: 'Adam', config: { variant: 'keras' } } });
  });

  it('refuse the hard_sigmoid of Keras 2, which is another function now', async () => {
    put('hard_sigmoid');
    await expect(loadModel('model.json')).rejects.toThrow(/hard_sigmoid of Keras 2, 0[.]2/);
  });

  it('may have the names of models before those of weights', async () => {
    const { x, y } = put('functional');
    const json = getJson('model.json');
    for (const spec of json.weightsManifest[0].weights) spec.name = `model/inner/${spec.name}`;
    putJson('model.json', json);
    expect(distance(predict(await loadModel('model.json'), x), y.flat())).toBeLessThan(SUM_ORDER);
    // Names that say nothing: the order does.
    for (const [index, spec] of json.weightsManifest[0].weights.entries()) spec.name = `w${index}`;
    putJson('model.json', json);
    expect(distance(predict(await loadModel('model.json'), x), y.flat())).toBeLessThan(SUM_ORDER);
  });

  it('give their weights to a model that is there', async () => {
    const { x, y } = put('dense net');
    const model = await loadModel('model.json');
    const fresh = await loadModel('model.json', { compile: false });
    fresh.setWeights(fresh.weights.map(({ values }) => values.map(() => 0.5)));
    await fresh.loadWeights('model.json');
    expect(fresh.weights).toEqual(model.weights);
    expect(distance(predict(fresh, x), y.flat())).toBeLessThan(SUM_ORDER);
  });
});
