import { expectClose, golden } from '../src/index.ts';
import { goldenModel, type RunCase } from '../src/parity.ts';

/** Keras and Tsuno add in different orders; over some epochs of training that is what is left. */
const LOSS = { relative: 1e-4, absolute: 1e-7 };
const PREDICTION = { relative: 1e-3, absolute: 2e-4 };

interface Run extends RunCase {
  readonly evaluate: number[];
  readonly predict: number[][];
  readonly weights: { readonly shape: number[]; readonly sum: number; readonly squares: number }[];
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
    for (const [index, tensor] of model.getWeights().entries()) {
      const values = tensor.dataSync<'float32'>();
      expect(tensor.shape).toEqual(run.weights[index].shape);
      const squares = values.reduce((sum, value) => sum + value * value, 0);
      expectClose([squares], [run.weights[index].squares], { relative: 1e-4, absolute: 1e-5 });
      tensor.dispose();
    }
  });
});
