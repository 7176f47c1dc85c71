import { expectClose, golden, type PackedTensor, unpacked } from '../src/index.ts';
import { goldenModel, type RunCase } from '../src/parity-of-runs.ts';

/** Keras and Tsuno add in different orders; over some epochs of training that is what is left. */
const LOSS = { relative: 1e-4, absolute: 1e-7 };
const PREDICTION = { relative: 1e-3, absolute: 2e-4 };
/** The same for each weight, of the largest of its tensor; 1.5e-5 of it is the file's rounding to 16 bits. */
const WEIGHT = 6e-5;

interface Run extends RunCase {
  readonly evaluate: number[];
  readonly predict: number[][];
  readonly weights: readonly PackedTensor[];
}

const { cases } = golden<{ cases: Record<string, Run> }>('runs.json');

describe.each(Object.entries(cases))('A model trained as Keras trains it: %s', (_name, run) => {
  const { model, x, y, options } = goldenModel(run, 'auto');
  let history: Readonly<Record<string, readonly number[]>>;

  beforeAll(async () => {
    history = (await model.fit(x, y, options as object)).history;
  });

  it('gives the same losses and metrics in every epoch', () => {
    expect(Object.keys(history).sort()).toEqual(Object.keys(run.history).sort());
    for (const [name, values] of Object.entries(run.history)) {
      // A share that is right can differ by one example where two outputs are nearly equal.
      const room = name.includes('accuracy') ? { absolute: 1 / x.length + 1e-6 } : LOSS;
      expectClose(history[name], values, room);
    }
  });

  it('gives the same evaluation and predictions', async () => {
    const evaluated = await model.evaluate(x, y, { batchSize: 29, verbose: 0 });
    expectClose([evaluated].flat().slice(0, 1), run.evaluate.slice(0, 1), LOSS);
    const outputs = model.predict(x.slice(0, 12));
    expectClose(outputs.dataSync(), run.predict.flat(), PREDICTION);
    outputs.dispose();
  });

  it('ends with the same weights', () => {
    const weights = model.getWeights();
    expect(weights.map(({ shape }) => shape)).toEqual(run.weights.map(({ shape }) => shape));
    for (const [index, tensor] of weights.entries()) {
      const expected = unpacked(run.weights[index]);
      const largest = Math.max(...expected.map(Math.abs));
      expectClose(tensor.dataSync(), expected, { absolute: WEIGHT * largest });
      tensor.dispose();
    }
  });
});
