import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { layers, optimizers, Sequential, TsunoError } from '../../../tsuno/src/index.ts';
import { files } from '../memory-places.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

const NAME = 'a.weights.h5';
const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), Math.cos(i), i / 24, 1]);
const y = x.map(([a, b]) => [a * b, a + b]);

async function trained(optimizer: unknown = 'adam', names: readonly string[] = []) {
  const [first, second, third] = names;
  const model = new Sequential(
    [
      layers.Dense({ units: 3, activation: 'relu', name: first }),
      layers.BatchNormalization({ name: second }),
      layers.Dropout({ rate: 0.5 }),
      layers.Dense({ units: 2, name: third }),
    ],
    { seed: 1 },
  );
  model.compile({ optimizer: optimizer as never, loss: 'mse', jitCompile: false });
  await model.fit(x, y, { epochs: 1, batchSize: 8, verbose: 0, shuffle: false });
  return model;
}

/** The same model with other numbers. */
async function another(optimizer?: unknown, names?: readonly string[]) {
  const model = await trained(optimizer, names);
  model.setWeights(model.weights.map(({ values }) => values.map((value) => value / 2)));
  return model;
}

const OPTIMIZERS = {
  'SGD without anything to keep': () => optimizers.SGD(),
  'SGD with a schedule': () =>
    optimizers.SGD({
      learningRate: optimizers.schedules.ExponentialDecay({
        initialLearningRate: 0.1,
        decaySteps: 2,
        decayRate: 0.5,
      }),
    }),
  Adam: () => optimizers.Adam({ amsgrad: true }),
  Nadam: () => optimizers.Nadam({ useEma: true, gradientAccumulationSteps: 2 }),
  RMSprop: () => optimizers.RMSprop({ momentum: 0.5, centered: true }),
  AdaBelief: () => optimizers.AdaBelief(),
};

describe('.weights.h5', () => {
  it.each(Object.entries(OPTIMIZERS))('holds weights, and the state of %s', async (_, make) => {
    const model = await trained(make());
    await model.saveWeights(NAME);
    const other = await another(make());
    await other.loadWeights(NAME);
    expect(other.weights).toEqual(model.weights);
    expect(other.optimizerState).toEqual(model.optimizerState);
  });

  it('gives weights to layers of the same names, in whichever order', async () => {
    const model = await trained('adam', ['a', 'b', 'c']);
    await model.saveWeights(NAME);
    const other = new Sequential([layers.Dense({ units: 2, name: 'c' })]);
    other.build([null, 3]);
    await other.loadWeights(NAME, { byName: true });
    expect(other.weights.map(({ values }) => values)).toEqual(
      model.weights.filter(({ path }) => path.startsWith('c/')).map(({ values }) => values),
    );
  });

  it('is refused for a model with fewer layers of a kind', async () => {
    await (await trained()).saveWeights(NAME);
    const fewer = new Sequential([layers.Dense({ units: 3 }), layers.BatchNormalization()]);
    fewer.build([null, 4]);
    await expect(fewer.loadWeights(NAME)).rejects.toThrow(/the model has 2 layers with weights/);
  });

  it('leaves alone what it lacks in between, with skipMismatch', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const model = await trained();
    await model.saveWeights(NAME);
    const other = new Sequential([
      layers.Dense({ units: 3 }),
      layers.PReLU(),
      layers.BatchNormalization(),
      layers.Dense({ units: 2 }),
    ]);
    other.build([null, 4]);
    await other.loadWeights(NAME, { skipMismatch: true });
    expect(warn.mock.calls.flat().join()).toMatch(/p_re_lu \(a.weights.h5 has no such layer\)/);
    warn.mockRestore();
    const values = other.weights.filter(({ path }) => !path.startsWith('p_re_lu'));
    expect(values.map((weight) => weight.values)).toEqual(
      model.weights.map((weight) => weight.values),
    );
  });

  it('is refused for an optimizer that keeps other variables', async () => {
    await (await trained('adam')).saveWeights(NAME);
    await expect((await trained('lion')).loadWeights(NAME)).rejects.toThrow(
      /Lion keeps 8 variables for this model .* but a.weights.h5 holds 14/,
    );
  });

  it('begins anew what had not begun', async () => {
    const model = new Sequential([layers.Dense({ units: 2 })], { seed: 1 });
    model.build([null, 4]);
    model.compile({ optimizer: 'adagrad', loss: 'mse' });
    await model.saveWeights(NAME);
    const { optimizerState } = model;
    await model.loadWeights(NAME);
    expect([optimizerState, model.optimizerState]).toEqual([null, null]);
  });

  it('is the same bytes for the same model, in another process as well', async () => {
    const program = `
      const { layers, Sequential } = require(${JSON.stringify(join(__dirname, '../../../tsuno/src/index.ts'))});
      const model = new Sequential([layers.Dense({ units: 3 }), layers.Dense({ units: 2 })], { seed: 7 });
      model.build([null, 4]);
      const file = require('node:path').join(require('node:fs').mkdtempSync(require('node:os').tmpdir() + '/h5-'), 'a.weights.h5');
      model.saveWeights(file).then(() => {
        process.stdout.write(require('node:crypto').createHash('sha256').update(require('node:fs').readFileSync(file)).digest('hex'));
      });`;
    const run = () =>
      execFileSync(process.execPath, ['-r', 'ts-node/register', '-e', program], {
        cwd: join(__dirname, '../../../..'),
        encoding: 'utf8',
      });
    const first = run();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(run()).toBe(first);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
  }, 30_000);

  it('is refused where its end is damaged with the line that holds its checksum', async () => {
    const model = await trained();
    await model.saveWeights(NAME);
    const whole = files.get(NAME) as Uint8Array;
    const before = model.weights;
    for (const cut of [
      whole.slice(0, -21),
      whole.map((b, at) => b ^ Number(at === whole.length - 20)),
    ]) {
      files.set(NAME, cut);
      await expect(model.loadWeights(NAME)).rejects.toThrow(/lost the line with its checksum/);
    }
    expect(model.weights).toEqual(before);
  });

  it('gives the same model or an error whichever byte is another', async () => {
    const model = await trained();
    await model.saveWeights(NAME);
    const whole = files.get(NAME) as Uint8Array;
    const other = await another();
    const otherNumbers = other.weights.map(({ values }) => values);
    for (let at = 0; at < whole.length; at += 97) {
      const damaged = whole.slice();
      damaged[at] ^= 1 << (at % 8);
      files.set(NAME, damaged);
      other.setWeights(otherNumbers);
      try {
        await other.loadWeights(NAME);
      } catch (error) {
        expect(error).toBeInstanceOf(TsunoError);
        continue;
      }
      expect(other.weights).toEqual(model.weights);
    }
  }, 60_000);
});
