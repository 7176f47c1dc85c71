/** What one would write by hand: plain loops over Float32Arrays, no library and no WebAssembly. */
import { batchesOf, loopOver } from './batches.mjs';
import { plainNetwork } from './plain-network.mjs';
import { serve } from './serve.mjs';

await serve((workload) => {
  const step = plainNetwork(workload);
  const batches = batchesOf(workload);
  return {
    unitSteps: 1,
    run: loopOver(batches, step),
    meanLoss(count) {
      let sum = 0;
      for (const batch of batches.slice(0, count)) sum += step(batch);
      return sum / count;
    },
  };
});
