import { layers, losses, optimizers, Sequential, tf } from 'tsuno';
import { lcg } from '../src/index.ts';

const ROWS = 512;
const INPUTS = 16;
/** The tfjs engine adds in doubles; float32 rounds the terms, in another order in each engine. */
const AS_DOUBLES = 1.6;

/** How far biases whose derivatives are 0 in truth have moved: the root of their mean square. */
async function drift(jitCompile: boolean, seed: number, batchSize: number): Promise<number> {
  const values = lcg(7, ROWS * INPUTS + 1).slice(1);
  const x = Array.from({ length: ROWS }, (_, row) =>
    values.slice(row * INPUTS, (row + 1) * INPUTS).map((value) => 6 * value - 1),
  );
  const y = x.map((row) => Math.floor(row[0] + row[1] + 8) % 5);
  const model = new Sequential(
    [
      layers.Dense({ units: 32 }),
      layers.BatchNormalization(),
      layers.ReLU(),
      layers.Dense({ units: 24 }),
      layers.BatchNormalization(),
      layers.ReLU(),
      layers.Dense({ units: 5 }),
    ],
    { seed },
  );
  model.compile({
    optimizer: optimizers.Adam({ learningRate: 0.01 }),
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    jitCompile,
  });
  await model.fit(x, y, { verbose: 0, epochs: 4, batchSize });
  return tf.tidy(() => {
    const [, bias, , , , , , otherBias] = model.getWeights();
    return Math.sqrt(tf.mean(tf.square(tf.concat([bias, otherBias]))).dataSync()[0]);
  });
}

describe('A bias below a batch normalization, whose derivative is 0 in truth', () => {
  it('moves on the compiled engine no further than where sums are doubles', async () => {
    let [compiled, reference] = [0, 0];
    for (const [seed, batchSize] of [
      [1, 32],
      [2, 64],
      [3, 128],
      [4, 32],
      [5, 64],
      [6, 128],
    ]) {
      compiled += await drift(true, seed, batchSize);
      reference += await drift(false, seed, batchSize);
    }
    expect(compiled).toBeGreaterThan(0);
    expect(compiled / reference).toBeLessThan(AS_DOUBLES);
  });
});
