/** Trains for a few epochs and saves the model: predict.ts opens it in a process of its own. */
import { mnist } from '@tsuno/datasets';
import { layers, losses, optimizers, Sequential } from 'tsuno';
import { readFlags } from '../shared/flags.ts';
import { runExample } from '../shared/run-example.ts';

const flags = readFlags('Trains the network of the lecture for a few epochs, and saves it.', {
  epochs: [5, 'times over the training digits'],
  out: ['digits.keras', 'the file to write; the ending says the format'],
});

async function main(): Promise<void> {
  const { xTrain, yTrain } = await mnist.load({ full: false });
  const model = new Sequential(
    [
      layers.Dense({ units: 25, activation: 'sigmoid' }),
      layers.Dense({ units: 15, activation: 'sigmoid' }),
      layers.Dense({ units: 10 }),
    ],
    { seed: 1 },
  );
  model.compile({
    optimizer: optimizers.Adam({ learningRate: 1e-3 }),
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  await model.fit(xTrain, yTrain, { epochs: flags.epochs, verbose: 2 });
  await model.save(flags.out);
  console.log(`Saved as ${flags.out}\nNow: npx ts-node examples/save-and-load/predict.ts`);
}

runExample(main);
