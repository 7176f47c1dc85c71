/** Epochs of Tsuno's `fit` over more and more rows, and steps of wider and wider networks. Argument: { rounds, rows, widths }. */
import { tf } from 'tsuno';
import { compiledModel } from '../contestants/tsuno-model.mjs';
import { interleaved } from '../tools/rounds.mjs';
import { LEARNING_RATE, randomFloats, randomLabels, WORKLOADS } from '../workloads.mjs';

const { rounds, rows, widths } = JSON.parse(process.argv[2]);
const { inputs, batch } = WORKLOADS.lecture;
const WIDTH_STEPS = 100;

const most = Math.max(...rows);
const x = randomFloats(most * inputs, 7);
const y = randomLabels(most, 10, 5);
const first = (count) => [
  tf.tensor2d(x.subarray(0, count * inputs), [count, inputs]),
  tf.tensor1d(y.subarray(0, count), 'int32'),
];

async function seconds(model, [examples, labels]) {
  const start = performance.now();
  await model.fit(examples, labels, { epochs: 1, batchSize: batch, verbose: 0 });
  return (performance.now() - start) / 1000;
}

const model = compiledModel({ ...WORKLOADS.lecture, LEARNING_RATE });
const bySize = await interleaved(
  rows.map((count) => ({ name: String(count), count, data: first(count) })),
  rounds,
  async ({ count, data }) => (1e6 * (await seconds(model, data))) / count,
);

const data = first(WIDTH_STEPS * batch);
const byWidth = await interleaved(
  widths.map((width) => ({
    name: String(width),
    width,
    model: compiledModel({ ...WORKLOADS.lecture, units: [width, 10], LEARNING_RATE }),
  })),
  rounds,
  async (runner) => (1e6 * (await seconds(runner.model, data))) / WIDTH_STEPS,
);

const list = (results, key) =>
  [...results].map(([runner, result]) => ({ [key]: runner[key], ...result }));
console.log(`@@${JSON.stringify({ rows: list(bySize, 'count'), widths: list(byWidth, 'width') })}`);
