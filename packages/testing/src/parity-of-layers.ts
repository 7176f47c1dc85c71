import { type Layer, layers, optimizers, Sequential, tf } from 'tsuno';
import { type Described, make } from './described.ts';
import { golden, uniform } from './goldens.ts';
import { type Measured, paired } from './parity.ts';

export interface LayerCase {
  readonly shape: number[];
  readonly layers: readonly Described[];
  readonly before: number[];
  readonly losses: number[];
  readonly after: number[];
  readonly weights: number[][];
}

type Results = Pick<LayerCase, 'before' | 'after' | 'losses' | 'weights'>;

/** Outputs before and after three updates, losses, weights. */
export async function layerParity(): Promise<readonly Measured[]> {
  const { cases } = golden<{ cases: LayerCase[] }>('layers.json');
  const doubles = golden<{ cases: Results[] }>('float64/layers.json');
  const of = ({ before, after, losses, weights }: Results) => [before, after, losses, ...weights];
  const all: Measured[] = [];
  for (const [one, inDoubles] of paired(cases, doubles.cases)) {
    all.push({
      kind: one.layers[0].kind,
      title: JSON.stringify(one.layers),
      keras: of(one),
      doubles: of(inDoubles),
      compiled: compiles(one) ? of(await layerRun(one, 'auto')) : null,
      tfjs: of(await layerRun(one, false)),
    });
  }
  return all;
}

function modelOf({ shape, layers: described }: LayerCase, jitCompile: 'auto' | boolean) {
  const model = new Sequential([
    layers.Input({ shape }),
    ...described.map((layer) => make<Layer>(layer)),
  ]);
  model.compile({ optimizer: optimizers.SGD({ learningRate: 0.1 }), loss: 'mse', jitCompile });
  return model;
}

function compiles(one: LayerCase): boolean {
  let text = '';
  modelOf(one, 'auto').summary({ printFn: (summary) => (text = summary) });
  return !text.includes('Trains on the tfjs engine');
}

/** What the golden program did: three updates on three batches of seven examples. */
export async function layerRun(one: LayerCase, jitCompile: 'auto' | false) {
  const model = modelOf(one, jitCompile);
  const start = model.getWeights().map((tensor, index) => {
    tensor.dispose();
    return uniform(200 + index, tensor.size, 0.1, 0.9);
  });
  model.setWeights(start);
  const x = uniform(41, 7 * product(one.shape), -2, 2);
  const y = uniform(42, one.before.length, -1, 1);
  const rows = (values: Float32Array, shape: readonly number[], from: number, to: number) =>
    tf.tensor(values.slice(from * product(shape), to * product(shape)), [to - from, ...shape]);
  const output = model.outputShape.slice(1) as number[];
  const predicted = () => tf.tidy(() => [...model.predict(rows(x, one.shape, 0, 7)).dataSync()]);
  const before = predicted();
  const losses: number[] = [];
  for (const [from, to] of [
    [0, 4],
    [4, 7],
    [0, 7],
  ]) {
    const batch = [rows(x, one.shape, from, to), rows(y, output, from, to)] as const;
    losses.push((await model.trainOnBatch(...batch)) as number);
    tf.dispose([...batch]);
  }
  const whole = [rows(x, one.shape, 0, 7), rows(y, output, 0, 7)] as const;
  const evaluated = (await model.evaluate(...whole, { verbose: 0 })) as number;
  tf.dispose([...whole]);
  const weights = model.getWeights().map((tensor) => {
    const values = [...tensor.dataSync()];
    tensor.dispose();
    return values;
  });
  return { model, before, losses, evaluated, after: predicted(), weights };
}

const product = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);
