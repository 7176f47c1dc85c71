import { defineLoss, type Loss, layers, losses, type Metric, metrics, Sequential, tf } from 'tsuno';
import { type Described, make } from './described.ts';
import { golden } from './goldens.ts';
import { type Measured, paired } from './parity.ts';

type Nested = readonly (number | Nested)[];

interface LossCase {
  readonly loss: Described;
  readonly yTrue: Nested;
  readonly yPred: Nested;
  readonly sampleWeight: Nested;
  readonly sum_over_batch_size: readonly [number, number];
}

/** A model that hands its inputs on, so that a batch's outputs are what the golden program had. */
function identity(shape: readonly number[], options: object, jitCompile: boolean) {
  const model = new Sequential([layers.Input({ shape }), layers.Identity()]);
  model.compile({ optimizer: 'sgd', ...options, jitCompile } as never);
  return model;
}

/** Extreme logits and probabilities, without sample weights and with them. */
export function lossParity(): Promise<readonly Measured[]> {
  const { cases } = golden<{ cases: LossCase[] }>('losses.json');
  const doubles = golden<{ cases: Pick<LossCase, 'sum_over_batch_size'>[] }>('float64/losses.json');
  return Promise.all(
    paired(cases, doubles.cases).map(async ([one, inDoubles], index) => {
      const { loss, yTrue, yPred, sampleWeight } = one;
      const on = async (jitCompile: boolean) => {
        const outputs = asColumn(tensor(yPred));
        const targets = tensor(yTrue.slice(0, yPred.length));
        const weights = tensor(sampleWeight);
        const options = { loss: make<Loss>(loss, [losses]) };
        const model = identity(outputs.shape.slice(1), options, jitCompile);
        const whole = { batchSize: yPred.length, verbose: 0 } as const;
        const values = [
          (await model.evaluate(outputs, targets, whole)) as number,
          (await model.evaluate(outputs, targets, { ...whole, sampleWeight: weights })) as number,
        ];
        tf.dispose([outputs, targets, weights]);
        return [values];
      };
      return {
        kind: loss.kind,
        title: `${index}: ${JSON.stringify(loss)}`,
        keras: [one.sum_over_batch_size],
        doubles: [inDoubles.sum_over_batch_size],
        compiled: await on(true),
        tfjs: await on(false),
      };
    }),
  );
}

interface MetricCase {
  readonly metric: Described;
  readonly data: string;
  readonly weighted: boolean;
  readonly results: readonly number[];
}

/** After three batches of different sizes. */
export function metricParity(): Promise<readonly Measured[]> {
  const { cases, data, rows, sampleWeight } = golden<{
    cases: MetricCase[];
    data: Readonly<Record<string, { readonly yTrue: Nested; readonly yPred: Nested }>>;
    rows: readonly number[];
    sampleWeight: readonly number[];
  }>('metrics.json');
  const doubles = golden<{ cases: { readonly results: readonly (number | null)[] }[] }>(
    'float64/metrics.json',
  );
  return Promise.all(
    paired(cases, doubles.cases).map(async ([one, inDoubles]) => {
      const { metric, data: name, weighted, results } = one;
      const { yTrue, yPred } = data[name];
      const on = async (jitCompile: boolean) => {
        const shape = asColumn(tensor(yPred)).shape.slice(1);
        const options = { loss: Nothing(), weightedMetrics: [make<Metric>(metric, [metrics])] };
        const model = identity(shape, options, jitCompile);
        const batches = function* () {
          let from = 0;
          for (const count of rows) {
            const part = (all: Nested) => tensor(all.slice(from, from + count));
            const batch = [asColumn(part(yPred)), part(yTrue)] as const;
            yield weighted ? ([...batch, part(sampleWeight)] as const) : batch;
            from += count;
          }
        };
        const [, value] = (await model.evaluate(batches(), { verbose: 0 })) as number[];
        return [[value]];
      };
      const exact = inDoubles.results.at(-1) ?? null;
      return {
        kind: metric.kind,
        title: `${JSON.stringify(metric)} of ${name}${weighted ? ', weighted' : ''}`,
        keras: [[results[results.length - 1]]],
        doubles: exact === null ? null : [[exact]],
        compiled: await on(true),
        tfjs: await on(false),
      };
    }),
  );
}

/** A loss that is 0, for any targets. */
const Nothing = () =>
  defineLoss({
    kind: 'Nothing',
    config: { reduction: 'sum' as const, name: 'nothing' },
    checkTargets: () => {},
    call: (_yTrue, yPred) => tf.zeros([yPred.shape[0]]),
  });

const tensor = (nested: Nested) => tf.tensor(nested as number[]);
const asColumn = (outputs: tf.Tensor) =>
  outputs.rank === 1 ? tf.reshape(outputs, [-1, 1]) : outputs;
