import { type Layer, layers, optimizers, Sequential } from 'tsuno';
import { type Described, make } from '../src/described.ts';
import { expectClose, golden, uniform } from '../src/index.ts';

/** Three steps of training whose sums are made in another order. */
const FLOAT32 = { relative: 2e-5, absolute: 5e-6 };

interface Case {
  readonly shape: number[];
  readonly layers: readonly Described[];
  readonly before: number[];
  readonly losses: number[];
  readonly evaluated: number;
  readonly after: number[];
  readonly weights: number[][];
  readonly params: readonly [number, number];
}
const { cases } = golden<{ cases: Case[] }>('layers.json');

const product = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

/** Examples as nested lists. */
function nested(values: ArrayLike<number>, [, ...shape]: readonly number[]): never {
  const build = (start: number, [length, ...rest]: readonly number[]): unknown =>
    length === undefined
      ? values[start]
      : Array.from({ length }, (_, i) => build(start + i * product(rest), rest));
  const rows = values.length / product(shape);
  return Array.from({ length: rows }, (_, row) => build(row * product(shape), shape)) as never;
}

const titled = cases.flatMap((each) =>
  (['the default engine', 'the tfjs engine'] as const).map(
    (engine) => [`${JSON.stringify(each.layers)} of ${each.shape}`, engine, each] as const,
  ),
);

describe.each(titled)('%s on %s', (_title, engine, each) => {
  it('computes, learns and keeps what Keras does', async () => {
    const x = uniform(41, 7 * product(each.shape), -2, 2);
    const model = new Sequential([
      layers.Input({ shape: each.shape }),
      ...each.layers.map((layer) => make<Layer>(layer)),
    ]);
    const start = model.getWeights().map((tensor, index) => {
      tensor.dispose();
      return uniform(200 + index, tensor.size, 0.1, 0.9);
    });
    model.setWeights(start);
    const jitCompile = engine === 'the tfjs engine' ? false : 'auto';
    model.compile({ optimizer: optimizers.SGD({ learningRate: 0.1 }), loss: 'mse', jitCompile });
    const rows = nested(x, [7, ...each.shape]) as unknown[];
    const predicted = () => {
      const tensor = model.predict(rows as never);
      const values = [...tensor.dataSync()];
      tensor.dispose();
      return values;
    };
    expectClose(predicted(), each.before, FLOAT32);
    const output = model.outputShape.slice(1) as number[];
    const y = nested(uniform(42, each.before.length, -1, 1), [7, ...output]) as unknown[];
    const losses = [];
    for (const [from, to] of [
      [0, 4],
      [4, 7],
      [0, 7],
    ]) {
      const batch = [rows.slice(from, to), y.slice(from, to)] as const;
      losses.push((await model.trainOnBatch(batch[0] as never, batch[1] as never)) as number);
    }
    expectClose(losses, each.losses, FLOAT32);
    const evaluated = await model.evaluate(rows as never, y as never, { verbose: 0 });
    expectClose([evaluated as number], [each.evaluated], FLOAT32);
    expectClose(predicted(), each.after, FLOAT32);
    for (const [index, tensor] of model.getWeights().entries()) {
      expectClose(tensor.dataSync(), each.weights[index], FLOAT32);
      tensor.dispose();
    }
    let summary = '';
    model.summary({ printFn: (text) => (summary = text) });
    expect(summary).toContain(` Trainable params: ${each.params[1]} `);
    expect(model.countParams()).toBe(each.params[0]);
  });
});
