import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { loadModel } from '../../../tsuno/src/index.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

/** Made by real Keras: packages/testing/goldens/make_keras_archives.py. */
const FOLDER = join(__dirname, '../../../testing/goldens/keras-archives');

interface Golden {
  readonly x: number[][];
  readonly y: number[][];
  readonly batchSize: number;
  readonly cases: Record<
    string,
    { readonly archive: string; readonly predictions: number[][]; readonly losses: number[] | null }
  >;
}

/** Both compute in float32, and add up in another order. */
const PREDICTIONS = 1e-6;
const LOSSES = 1e-4;

describe.each(readdirSync(FOLDER))('Archives of Keras: %s', (file) => {
  const { x, y, batchSize, cases }: Golden = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

  it.each(Object.keys(cases))('%s opens, predicts and trains as it does there', async (name) => {
    const { archive, predictions, losses } = cases[name];
    const model = await loadModel(new Uint8Array(inflateSync(Buffer.from(archive, 'base64'))));
    const predicted = model.predict(x, { batchSize });
    const values = [...predicted.dataSync()];
    predicted.dispose();
    for (const [index, value] of predictions.flat().entries()) {
      expect(Math.abs(values[index] - value)).toBeLessThan(
        PREDICTIONS * Math.max(1, Math.abs(value)),
      );
    }
    if (losses === null) return;
    const { history } = await model.fit(x, y, { epochs: 2, batchSize, shuffle: false, verbose: 0 });
    for (const [epoch, loss] of losses.entries()) {
      expect(Math.abs(history.loss[epoch] / loss - 1)).toBeLessThan(LOSSES);
    }
  });

  it.each(Object.keys(cases))(
    '%s gives its weights to a model of the same layers',
    async (name) => {
      const archive = new Uint8Array(inflateSync(Buffer.from(cases[name].archive, 'base64')));
      const model = await loadModel(archive);
      const { weights, optimizerState } = model;
      model.setWeights(weights.map(({ values }) => values.map((value) => value + 1)));
      await model.loadWeights(archive);
      expect(model.weights).toEqual(weights);
      expect(model.optimizerState).toEqual(optimizerState);
    },
  );
});
