/** Tsuno's compiled engine alone: `WasmExecutor.train` over batches that are picked already. No fit, no shuffling. */
import { seededRng } from 'tsuno/core';
import { wasmEngine } from 'tsuno/engine-wasm';
import { loopOver } from './batches.mjs';
import { serve } from './serve.mjs';
import { denseLayers, loss, rule } from './tsuno-model.mjs';

await serve((workload) => {
  const { x, y, rows, inputs, batch, steps, units, weights } = workload;
  let shape = [inputs];
  const layers = denseLayers(workload).map((layer, index) => {
    const name = `dense_${index}`;
    const planned = { layer, name, input: shape, ...layer.plan(shape, name) };
    shape = planned.output;
    return planned;
  });
  const training = { optimizer: rule(workload), loss, metrics: [] };
  const plan = { layers, input: [inputs], output: [units.at(-1)], threads: 1, training };
  const reasons = wasmEngine.unsupported(plan);
  if (reasons.length > 0) throw new Error(reasons.join('; '));
  const executor = wasmEngine.prepare(plan, weights, seededRng(1));
  const table = {
    x: { values: x, shape: [inputs], size: rows },
    y: { values: y, shape: [], size: rows },
    sampleWeight: null,
  };
  const batchesIn = (order) =>
    Array.from({ length: steps }, (_, step) => ({
      table,
      rows: order.slice(step * batch, (step + 1) * batch),
    }));
  // The rows lie scattered, as they do for fit.
  const scattered = batchesIn(seededRng(2).permutation(rows));
  return {
    unitSteps: 1,
    run: loopOver(scattered, (picked) => executor.train(picked)),
    async meanLoss(count) {
      executor.resetLogs('train');
      const inOrder = batchesIn(Uint32Array.from({ length: rows }, (_, row) => row));
      loopOver(inOrder, (picked) => executor.train(picked))(count);
      const { logs } = await executor.readLogs('train');
      return logs.loss;
    },
  };
});
