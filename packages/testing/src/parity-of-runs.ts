import {
  type Layer,
  type Loss,
  losses,
  type Metric,
  metrics,
  type Optimizer,
  Sequential,
} from 'tsuno';
import { type Described, make } from './described.ts';
import { type Data, dataset, golden, startWeight } from './goldens.ts';
import { type Measured, paired } from './parity.ts';

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
export function goldenModel(
  run: RunCase,
  jitCompile: 'auto' | boolean,
): Data & { readonly model: Sequential; readonly options: object } {
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

interface InDoubles {
  readonly losses: Readonly<Record<string, number[]>>;
  readonly amplification: number;
}

/** Losses per epoch, of training and validation, each by itself. */
export async function runParity(): Promise<readonly Measured[]> {
  const { cases } = golden<{ cases: Record<string, RunCase> }>('runs.json');
  const doubles = golden<{ cases: InDoubles[] }>('float64/runs.json');
  const all: Measured[] = [];
  for (const [[name, run], inDoubles] of paired(Object.entries(cases), doubles.cases)) {
    const of = (history: Readonly<Record<string, readonly number[]>>) =>
      Object.keys(inDoubles.losses).flatMap((loss) => history[loss].map((value) => [value]));
    const on = async (jitCompile: boolean) => {
      const { model, x, y, options } = goldenModel(run, jitCompile);
      return of((await model.fit(x, y, options as object)).history);
    };
    all.push({
      kind: name,
      title: name,
      keras: of(run.history),
      doubles: of(inDoubles.losses),
      compiled: await on(true),
      tfjs: await on(false),
      amplification: inDoubles.amplification,
    });
  }
  return all;
}

function shapeOf(x: unknown): number[] {
  const row = (x as unknown[])[0];
  return Array.isArray(row) ? [row.length, ...shapeOf(row)] : [];
}
