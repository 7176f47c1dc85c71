/**
 * jax-js on its wasm backend: loss, gradients and Adam in one jitted function, over batches that are arrays already.
 * Its arrays are counted by the user: an argument is consumed, `.ref` keeps it.
 */
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { batchesOf, loopOver } from './batches.mjs';
import { serve } from './serve.mjs';

const ACTIVATIONS = { sigmoid: nn.sigmoid, relu: nn.relu, tanh: np.tanh };
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-7];

await serve(async (workload) => {
  const { inputs, units, batch, weights, LEARNING_RATE } = workload;
  await init('wasm');
  defaultDevice('wasm');
  const activate = ACTIVATIONS[workload.activation];
  const last = units.length - 1;

  const lossOf = (params, x, y) => {
    let values = x;
    for (let layer = 0; layer <= last; layer++) {
      values = np.matmul(values, params[2 * layer]).add(params[2 * layer + 1]);
      if (layer < last) values = activate(values);
    }
    return nn
      .logSoftmax(values)
      .mul(y)
      .sum()
      .mul(-1 / batch);
  };
  const step = jit(({ params, m, v }, alpha, x, y) => {
    const [loss, grads] = valueAndGrad(lossOf)(tree.ref(params), x, y);
    const next = { params: [], m: [], v: [] };
    params.forEach((param, i) => {
      const mean = m[i].mul(BETA1).add(grads[i].ref.mul(1 - BETA1));
      const square = v[i].mul(BETA2).add(grads[i].ref.mul(grads[i]).mul(1 - BETA2));
      const change = mean.ref.mul(alpha.ref).div(np.sqrt(square.ref).add(EPSILON));
      next.params.push(param.sub(change));
      next.m.push(mean);
      next.v.push(square);
    });
    alpha.dispose();
    return [next, loss];
  });

  let width = inputs;
  const shapes = units.flatMap((size) => {
    const kernel = [width, size];
    width = size;
    return [kernel, [size]];
  });
  let state = {
    params: weights.map((values, i) => np.array(values).reshape(shapes[i])),
    m: shapes.map((shape) => np.zeros(shape)),
    v: shapes.map((shape) => np.zeros(shape)),
  };
  let [power1, power2] = [1, 1];
  const batches = batchesOf(workload).map((each) => ({
    x: np.array(each.x.slice()).reshape([batch, inputs]),
    y: np.array(each.oneHot).reshape([batch, units.at(-1)]),
  }));
  const train = ({ x, y }) => {
    power1 *= BETA1;
    power2 *= BETA2;
    // Outside, since jit would repeat the square root and the division for every parameter.
    const alpha = np.array((LEARNING_RATE * Math.sqrt(1 - power2)) / (1 - power1));
    const [next, loss] = step(state, alpha, x.ref, y.ref);
    state = next;
    return loss;
  };
  // Work is queued until somebody reads; reading every step keeps the queue, and with it the memory, short.
  const trainAll = loopOver(batches, (each) => train(each).dataSync());
  return {
    unitSteps: 1,
    run: trainAll,
    meanLoss(count) {
      let sum = 0;
      for (const each of batches.slice(0, count)) sum += train(each).dataSync()[0];
      return sum / count;
    },
  };
});
