import { layers, losses, metrics, optimizers, Sequential } from 'tsuno';
import { dataset, expectClose, golden, startWeight } from '../src/index.ts';

/** Keras and Tsuno add in different orders; over some epochs of training that is what is left. */
const LOSS = { relative: 1e-4, absolute: 1e-7 };
const PREDICTION = { relative: 1e-3, absolute: 2e-4 };

type Described = { readonly kind: string };
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

const namespaces = { layers, losses, metrics, optimizers };

/** `{ kind: 'Dense', units: 25 }` → `layers.Dense({ units: 25 })`. */
function make<T>(namespace: keyof typeof namespaces, described: string | Described): T {
  if (typeof described === 'string') return described as T;
  const { kind, ...options } = described;
  const factories = namespaces[namespace] as unknown as Record<string, (options: object) => T>;
  return factories[kind](options);
}

const { cases } = golden<{ cases: Record<string, Run> }>('runs.json');

describe.each(Object.entries(cases))('A model trained as Keras trains it: %s', (_name, run) => {
  const { x, y } = dataset(run.data);
  const model = new Sequential(run.layers.map((layer) => make('layers', layer)));
  let history: Readonly<Record<string, readonly number[]>>;

  beforeAll(async () => {
    model.build([null, ...shapeOf(x)]);
    model.setWeights(
      model.getWeights().map((tensor, index) => {
        tensor.dispose();
        return startWeight(index, tensor.shape);
      }),
    );
    model.compile({
      optimizer: make('optimizers', run.optimizer),
      loss: make('losses', run.loss),
      metrics: run.metrics.map((metric) => make('metrics', metric)),
      weightedMetrics: run.weightedMetrics?.map((metric) => make('metrics', metric)),
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
