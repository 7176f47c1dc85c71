/** In a page with a further backend of tfjs: trains the lecture's runs on it, and reports how far they are from Keras. */
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
  /** Null where nothing was predicted. */
  readonly outputs: number | null;
  readonly weights: number;
}

/**
 * Trains them all on the backend, and sends the differences and how many tensors of Tsuno's are left. `predict` reads
 * at once, which not every backend can.
 */
export const trainOn = (backend: string, predicts: boolean) =>
  reportOf(() => report(backend, predicts));

async function report(backend: string, predicts: boolean) {
  await tf.setBackend(backend);
  await tf.ready();
  const { cases } = golden<{ cases: Record<string, Run> }>('runs.json');
  const runs: FromKeras[] = [];
  const before = tf.memory().numTensors;
  for (const [name, run] of Object.entries(cases)) {
    if (name.startsWith('lecture')) runs.push(await fromKeras(name, run, predicts));
  }
  return { backend: tf.getBackend(), runs, tensors: tf.memory().numTensors - before };
}

async function fromKeras(name: string, run: Run, predicts: boolean): Promise<FromKeras> {
  const { model, x, y, options } = goldenModel(run, false);
  const { history } = await model.fit(x, y, options as object);
  const [evaluated] = [await model.evaluate(x, y, { batchSize: 29, verbose: 0 })].flat();
  const losses = [...history.loss, evaluated];
  const keras = [...run.history.loss, run.evaluate[0]];
  const weights = await Promise.all(
    model.getWeights().map(async (tensor, index) => {
      const expected = unpacked(run.weights[index]);
      return largest(await taken(tensor), expected) / Math.max(...expected.map(Math.abs));
    }),
  );
  return {
    run: name,
    losses: Math.max(...losses.map((loss, i) => Math.abs(loss - keras[i]) / keras[i])),
    outputs: predicts
      ? largest(await taken(model.predict(x.slice(0, 12))), run.predict.flat())
      : null,
    weights: Math.max(...weights),
  };
}

async function taken(tensor: tf.Tensor): Promise<ArrayLike<number>> {
  const values = await tensor.data();
  tensor.dispose();
  return values;
}

function largest(values: ArrayLike<number>, expected: readonly number[]): number {
  if (values.length !== expected.length)
    throw new Error('Another number of values than Keras has.');
  return expected.reduce((most, each, i) => Math.max(most, Math.abs(values[i] - each)), 0);
}
