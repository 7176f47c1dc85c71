/** Gradient descent and Adam from the same start with the same batches, each at several learning rates. */
import { mnist } from '@tsuno/datasets';
import { lab, layers, losses, optimizers, Sequential } from 'tsuno';
import { runExample } from '../shared/run-example.ts';

async function main(): Promise<void> {
  const sweep = await lab.sweepLearningRates({
    model: (seed) =>
      new Sequential(
        [
          layers.Dense({ units: 25, activation: 'sigmoid' }),
          layers.Dense({ units: 15, activation: 'sigmoid' }),
          layers.Dense({ units: 10, activation: 'linear' }),
        ],
        { seed },
      ),
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
    optimizers: { 'gradient descent': optimizers.SGD(), Adam: optimizers.Adam() },
    rates: [0.0001, 0.001, 0.01, 0.1, 1],
    data: await mnist.load({ full: false }),
    epochs: 10,
  });
  console.log(lab.toText(sweep));
}

runExample(main);
