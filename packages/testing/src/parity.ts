import {
  type Activation,
  activations,
  type Layer,
  type Loss,
  layers,
  losses,
  type Metric,
  metrics,
  type Optimizer,
  optimizers,
  Sequential,
  tf,
} from 'tsuno';
import { type Described, make } from './described.ts';
import { dataset, golden, startWeight, uniform } from './goldens.ts';
import { modelRun } from './optimizer-run.ts';

/** How far the numbers of one kind are from Keras's, at most, on each engine. */
export interface Parity {
  readonly kind: string;
  readonly cases: number;
  readonly compiled: number | null;
  readonly tfjs: number;
}

/** The largest difference, relative to the largest number. */
export function deviation(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [largest, furthest] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    const distance = Math.abs(actual[i] - expected[i]);
    furthest = Math.max(furthest, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
  }
  return largest === 0 ? furthest : furthest / largest;
}

/** One row for each kind, with the largest deviation of its cases. */
export async function collect<C>(
  cases: readonly C[],
  kindOf: (one: C) => string,
  measure: (one: C) => Promise<{ readonly compiled: number | null; readonly tfjs: number }>,
): Promise<readonly Parity[]> {
  const rows = new Map<string, Parity>();
  for (const one of cases) {
    const kind = kindOf(one);
    const { compiled, tfjs } = await measure(one);
    const before = rows.get(kind) ?? { kind, cases: 0, compiled: null, tfjs: 0 };
    rows.set(kind, {
      kind,
      cases: before.cases + 1,
      compiled: compiled === null ? before.compiled : Math.max(before.compiled ?? 0, compiled),
      tfjs: Math.max(before.tfjs, tfjs),
    });
  }
  return [...rows.values()];
}

interface OptimizerCase {
  readonly optimizer: Described;
  readonly kept: readonly { readonly step: number; readonly params: readonly number[][] }[];
}

/** 30 steps with gradients of ten magnitudes; relative to the largest weight. */
export function optimizerParity(): Promise<readonly Parity[]> {
  const { cases } = golden<{ cases: OptimizerCase[] }>('optimizers.json');
  const own = cases.filter(({ optimizer }) => optimizer.globalClipnorm === undefined);
  return collect(
    own,
    ({ optimizer }) => optimizer.kind,
    async ({ optimizer, kept }) => {
      const on = async (jitCompile: boolean) => {
        const path = await modelRun(make<Optimizer>(optimizer), jitCompile);
        return Math.max(...kept.map(({ step, params }) => deviation(path[step - 1], params[0])));
      };
      return { compiled: await on(true), tfjs: await on(false) };
    },
  );
}

export interface RunCase {
  readonly data: string;
  readonly layers: readonly Described[];
  readonly optimizer: Described;
  readonly loss: Described;
  readonly metrics: readonly (string | Described)[];
  readonly weightedMetrics?: readonly (string | Described)[];
  readonly fit: { readonly sampleWeight?: unknown };
  readonly history: Readonly<Record<string, number[]>>;
}

/** A model that begins where Keras's began. */
export function goldenModel(run: RunCase, jitCompile: 'auto' | boolean) {
  const { x, y } = dataset(run.data);
  const model = new Sequential(run.layers.map((layer) => make<Layer>(layer)));
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
    optimizer: make<Optimizer>(run.optimizer),
    loss: make<Loss>(run.loss, [losses]),
    metrics: run.metrics.map((metric) => make<Metric>(metric, [metrics])),
    weightedMetrics: run.weightedMetrics?.map((metric) => make<Metric>(metric, [metrics])),
    jitCompile,
  });
  const weighted = run.fit.sampleWeight ? { sampleWeight: x.map((_, row) => (row % 5) / 2) } : {};
  return { model, x, y, options: { ...run.fit, ...weighted, shuffle: false, verbose: 0 } };
}

/** Losses per epoch, of training and validation. */
export function runParity(): Promise<readonly Parity[]> {
  const { cases } = golden<{ cases: Record<string, RunCase> }>('runs.json');
  return collect(
    Object.entries(cases),
    ([name]) => name,
    async ([, run]) => {
      const on = async (jitCompile: boolean) => {
        const { model, x, y, options } = goldenModel(run, jitCompile);
        const { history } = await model.fit(x, y, options as object);
        const relative = Object.entries(run.history)
          .filter(([name]) => name.endsWith('loss'))
          .flatMap(([name, values]) =>
            values.map((value, epoch) => Math.abs(history[name][epoch] - value) / value),
          );
        return Math.max(...relative);
      };
      return { compiled: await on(true), tfjs: await on(false) };
    },
  );
}

export interface LayerCase {
  readonly shape: number[];
  readonly layers: readonly Described[];
  readonly before: number[];
  readonly losses: number[];
  readonly after: number[];
  readonly weights: number[][];
}

/** Outputs before and after three updates, losses, weights. */
export function layerParity(): Promise<readonly Parity[]> {
  const { cases } = golden<{ cases: LayerCase[] }>('layers.json');
  return collect(
    cases,
    (one) => one.layers[0].kind,
    async (one) => {
      const on = async (jitCompile: 'auto' | false) => {
        const trained = await layerRun(one, jitCompile);
        const pairs = [
          [trained.before, one.before],
          [trained.after, one.after],
          [trained.losses, one.losses],
          ...one.weights.map((weight, index) => [trained.weights[index], weight] as const),
        ] as const;
        return Math.max(...pairs.map(([actual, expected]) => deviation(actual, expected)));
      };
      const compiled = compiles(one) ? await on('auto') : null;
      return { compiled, tfjs: await on(false) };
    },
  );
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

/** The largest difference, relative to numbers above 1. */
function distance(actual: readonly number[], expected: readonly number[]): number {
  const each = expected.map((y, i) => Math.abs(actual[i] - y) / Math.max(1, Math.abs(y)));
  return Math.max(...each);
}

interface ActivationCase {
  readonly activation: keyof typeof activations;
  readonly options: object;
  readonly x: number[];
  readonly y: number[];
}

export function activationParity(): Promise<readonly Parity[]> {
  const { cases } = golden<{ cases: ActivationCase[] }>('activations.json');
  return collect(
    cases,
    ({ activation }) => activation,
    async ({ activation, options, x, y }) => {
      const factory = activations[activation] as unknown as (options: object) => Activation;
      const on = (jitCompile: 'auto' | boolean) => {
        const model = new Sequential([
          layers.Input({ shape: [x.length] }),
          layers.Activation(factory(options)),
        ]);
        model.compile({ optimizer: 'sgd', loss: 'mse', jitCompile });
        return { model, values: () => tf.tidy(() => [...model.predict([x]).dataSync()]) };
      };
      let text = '';
      on('auto').model.summary({ printFn: (summary) => (text = summary) });
      const isCompiled = !text.includes('Trains on the tfjs engine');
      return {
        compiled: isCompiled ? distance(on(true).values(), y) : null,
        tfjs: distance(on(false).values(), y),
      };
    },
  );
}

function shapeOf(x: unknown): number[] {
  const row = (x as unknown[])[0];
  return Array.isArray(row) ? [row.length, ...shapeOf(row)] : [];
}
