import { type Layer, losses, metrics, Sequential } from 'tsuno';
import { type Described, make } from '../src/described.ts';
import { dataset, expectClose, golden, startWeight } from '../src/index.ts';

/** Keras and Tsuno add in different orders; over some epochs of training that is what is left. */
const LOSS = { relative: 1e-4, absolute: 1e-7 };
const PREDICTION = { relative: 1e-3, absolute: 2e-4 };

interface Run {
  readonly data: string;
  readonly layers: readonly Described[];
  readonly optimizer: Described;
  readonly loss: Described;
  readonly metrics: readonly (string | Described)[];
  readonly weightedMetrics?: readonly (string | Described)[];
  readonly fit: { readonly sampleWeight?: unknown };
  readonly history: Readonly<Record<string, number[]>>;
  readonly evaluate: number[];
  readonly predict: number[][];
  readonly weights: { readonly shape: number[]; readonly sum: number; readonly squares: number }[];
}

const { cases } = golden<{ cases: Record<string, Run> }>('runs.json');

describe.each(Object.entries(cases))('A model trained as Keras trains it: %s', (_name, run) => {
  const { x, y } = dataset(run.data);
  const model = new Sequential(run.layers.map((layer) => make<Layer>(layer)));
  let history: Readonly<Record<string, readonly number[]>>;

  beforeAll(async () => {
    model.build([null, ...shapeOf(x)]);
    const names = model.layers.flatMap(({ layer, inputShape }) =>
      layer.plan(inputShape.slice(1) as number[], '').weights.map(({ name }) => name),
    );
    model.setWeights(
      model.getWeights().map((tensor, index) => {
        const values = tensor.dataSync<'float32'>().slice();
        tensor.dispose();
        return names[index].startsWith('moving') || names[index] === 'gamma'
          ? values
          : startWeight(index, tensor.shape);
      }),
    );
    model.compile({
      optimizer: make(run.optimizer),
      loss: make(run.loss, [losses]),
      metrics: run.metrics.map((metric) => make(metric, [metrics])),
      weightedMetrics: run.weightedMetrics?.map((metric) => make(metric, [metrics])),
    });
    const weighted = run.fit.sampleWeight ? { sampleWeight: x.map((_, row) => (row % 5) / 2) } : {};
    const options = { ...run.fit, ...weighted, shuffle: false, verbose: 0 };
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

function shapeOf(x: unknown): number[] {
  const row = (x as unknown[])[0];
  return Array.isArray(row) ? [row.length, ...(Array.isArray(row[0]) ? [row[0].length] : [])] : [];
}
