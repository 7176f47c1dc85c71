/** In a page with further backends of tfjs: trains the lecture's runs on one of them, and reports how far they are from Keras. */
import * as tf from 'tsuno/tf';
import { golden, type PackedTensor, unpacked } from '../src/goldens.ts';
import { goldenModel, type RunCase } from '../src/parity-of-runs.ts';
import { reportOf } from './report-of.ts';

interface Run extends RunCase {
  readonly predict: number[][];
  readonly evaluate: number[];
  readonly weights: readonly PackedTensor[];
}

/** The largest differences from Keras: of losses relative to them, of weights relative to the largest of a tensor. */
export interface FromKeras {
  readonly run: string;
  readonly losses: number;
  readonly outputs: number;
  readonly weights: number;
}

async function fromKeras(name: string, run: Run): Promise<FromKeras> {
  const { model, x, y, options } = goldenModel(run, false);
  const { history } = await model.fit(x, y, options as object);
  const [evaluated] = [await model.evaluate(x, y, { batchSize: 29, verbose: 0 })].flat();
  const outputs = model.predict(x.slice(0, 12));
  const weights = model.getWeights();
  const losses = [...history.loss, evaluated];
  const keras = [...run.history.loss, run.evaluate[0]];
  return {
    run: name,
    losses: Math.max(...losses.map((loss, i) => Math.abs(loss - keras[i]) / keras[i])),
    outputs: largest(await outputs.data(), run.predict.flat()),
    weights: Math.max(
      ...(await Promise.all(
        weights.map(async (tensor, index) => {
          const expected = unpacked(run.weights[index]);
          const scale = Math.max(...expected.map(Math.abs));
          return largest(await tensor.data(), expected) / scale;
        }),
      )),
    ),
  };
}

function largest(values: ArrayLike<number>, expected: readonly number[]): number {
  if (values.length !== expected.length)
    throw new Error('Another number of values than Keras has.');
  return expected.reduce((most, each, i) => {
    const difference = Math.abs(values[i] - each);
    // Not Math.max alone: what is no number is as far off as can be.
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(most, difference);
  }, 0);
}

void reportOf(async () => {
  const backend = new URLSearchParams(location.search).get('backend') as string;
  await tf.setBackend(backend);
  await tf.ready();
  const { cases } = golden<{ cases: Record<string, Run> }>('runs.json');
  const runs: FromKeras[] = [];
  const before = tf.memory().numTensors;
  for (const [name, run] of Object.entries(cases)) {
    if (name.startsWith('lecture')) runs.push(await fromKeras(name, run));
  }
  return { backend: tf.getBackend(), runs, tensors: tf.memory().numTensors - before };
});
