/** Tsuno as a user runs it: `model.fit` with its defaults, `verbose: 0`. The first argument is `threads`, 1 by default. */
import { tf } from 'tsuno';
import { serve } from './serve.mjs';
import { compiledModel } from './tsuno-model.mjs';

const threads = Number(process.argv[2] ?? 1);

await serve((workload) => {
  const { x, y, rows, inputs, batch, steps, units, weights } = workload;
  const model = compiledModel(workload, threads > 1 ? { threads } : {});
  let width = inputs;
  const tensors = units.flatMap((size, layer) => {
    const kernel = tf.tensor2d(weights[2 * layer], [width, size]);
    width = size;
    return [kernel, tf.tensor1d(weights[2 * layer + 1])];
  });
  model.setWeights(tensors);
  const [examples, labels] = [tf.tensor2d(x, [rows, inputs]), tf.tensor1d(y, 'int32')];
  const slices = new Map();
  const firstRows = (count) => {
    if (!slices.has(count))
      slices.set(count, tf.tensor2d(x.slice(0, count * inputs), [count, inputs]));
    return slices.get(count);
  };
  return {
    unitSteps: steps,
    run: (epochs) => model.fit(examples, labels, { epochs, batchSize: batch, verbose: 0 }),
    async meanLoss(count) {
      const size = count * batch;
      const { history } = await model.fit(tf.slice(examples, 0, size), tf.slice(labels, 0, size), {
        epochs: 1,
        batchSize: batch,
        shuffle: false,
        verbose: 0,
      });
      return history.loss[0];
    },
    predict(count, variant) {
      const input = firstRows(count);
      const output =
        variant === 'one batch' ? model.predict(input, { batchSize: count }) : model.predict(input);
      const values = output.dataSync();
      output.dispose();
      return values;
    },
  };
});
