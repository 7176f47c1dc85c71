/**
 * brain.js with its own Adam. Other work than the rest: it updates after every example (as many updates as a batch has
 * rows), by the squared error of outputs that are activated too. One "step" here is the same rows as a batch.
 */
import { createRequire } from 'node:module';
import { batchesOf, loopOver } from './batches.mjs';
import { serve } from './serve.mjs';

// The main file of the package asks for gpu.js, a native build; the browser's brings what it needs.
const brain = createRequire(import.meta.url)('brain.js/dist/browser.js');

await serve((workload) => {
  const { inputs, units, activation, batch, LEARNING_RATE } = workload;
  const classes = units.at(-1);
  const net = new brain.NeuralNetwork({
    inputSize: inputs,
    outputSize: classes,
    hiddenLayers: units.slice(0, -1),
    activation,
  });
  const batches = batchesOf(workload).map(({ x, oneHot }) =>
    Array.from({ length: batch }, (_, row) => ({
      input: x.slice(row * inputs, (row + 1) * inputs),
      output: oneHot.slice(row * classes, (row + 1) * classes),
    })),
  );
  const options = { learningRate: LEARNING_RATE, praxis: 'adam', errorThresh: 1e-9, iterations: 1 };
  net.prepTraining(batches[0], options);
  return { unitSteps: 1, run: loopOver(batches, (examples) => net.trainPatterns(examples)) };
});
