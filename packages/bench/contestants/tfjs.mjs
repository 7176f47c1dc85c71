/**
 * tfjs-layers on the cpu or the wasm backend (the first argument). Its own `fit` is slower than this loop: batches are
 * tensors already, labels one-hot, the loss is tfjs-core's `softmaxCrossEntropy`, and `minimize` does the step. Bundled
 * by tools/bundle-tfjs.mjs, since under Node tfjs-core comes without gradients.
 */
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-backend-cpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { batchesOf, loopOver } from './batches.mjs';
import { serve } from './serve.mjs';

const [, , backend, wasmFolder] = process.argv;

serve(async (workload) => {
  const { x, inputs, units, activation, batch, weights, LEARNING_RATE } = workload;
  tf.enableProdMode();
  if (backend === 'wasm') {
    setWasmPaths(wasmFolder);
    setThreadsCount(1);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no backend "${backend}" here.`);
  const model = tfl.sequential();
  for (const [index, size] of units.entries()) {
    model.add(
      tfl.layers.dense({
        units: size,
        activation: index < units.length - 1 ? activation : 'linear',
        ...(index === 0 ? { inputShape: [inputs] } : {}),
      }),
    );
  }
  model.setWeights(
    model.getWeights().map((tensor, index) => tf.tensor(weights[index], tensor.shape)),
  );
  const optimizer = tf.train.adam(LEARNING_RATE);
  const variables = model.trainableWeights.map((weight) => weight.read());
  const batches = batchesOf(workload).map((each) => ({
    x: tf.tensor2d(each.x, [batch, inputs]),
    y: tf.tensor2d(each.oneHot, [batch, units.at(-1)]),
  }));
  const step = ({ x, y }) =>
    optimizer.minimize(
      () => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true })),
      true,
      variables,
    );
  const value = (loss) => {
    const [number] = loss.dataSync();
    loss.dispose();
    return number;
  };
  const trainAll = loopOver(batches, (each) => {
    step(each).dispose();
  });
  const slices = new Map();
  const firstRows = (count) => {
    if (!slices.has(count))
      slices.set(count, tf.tensor2d(x.slice(0, count * inputs), [count, inputs]));
    return slices.get(count);
  };
  return {
    unitSteps: 1,
    run(steps) {
      trainAll(steps);
      // Reading waits for whatever the backend still has to do.
      variables[0].dataSync();
    },
    meanLoss(count) {
      let sum = 0;
      for (const each of batches.slice(0, count)) sum += value(step(each));
      return sum / count;
    },
    predict(count) {
      const input = firstRows(count);
      return tf.tidy(() => model.predict(input, { batchSize: count }).dataSync());
    },
  };
});
