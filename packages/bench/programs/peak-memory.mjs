/** The most memory that a training run takes. Argument: { model }, or null for Node alone. */
import { LEARNING_RATE, randomFloats, randomLabels, WORKLOADS } from '../workloads.mjs';

const { model: name } = JSON.parse(process.argv[2]);
if (name !== null) {
  const { tf } = await import('tsuno');
  const { compiledModel } = await import('../contestants/tsuno-model.mjs');
  const workload = { ...WORKLOADS[name], LEARNING_RATE };
  const { inputs, batch, steps } = workload;
  const rows = batch * steps;
  const x = tf.tensor2d(randomFloats(rows * inputs, 7), [rows, inputs]);
  const y = tf.tensor1d(randomLabels(rows, 10, 5), 'int32');
  await compiledModel(workload).fit(x, y, { epochs: 3, batchSize: batch, verbose: 0 });
}
// In kilobytes, says Node.
console.log(`@@${JSON.stringify({ megabytes: process.resourceUsage().maxRSS / 1024 })}`);
