/** Gradient descent and Adam from the same start with the same batches, each at several learning rates. */
import { mnist } from '@tsuno/datasets';
import { layers, losses, type Optimizer, optimizers, Sequential, tf } from 'tsuno';
import { readFlags } from '../shared/flags.ts';
import { lossChart } from '../shared/loss-chart.ts';

const flags = readFlags(
  'Gradient descent against Adam on MNIST digits, at several learning rates.',
  {
    epochs: [8, 'times over the digits'],
    examples: [2000, 'digits to learn from'],
    seed: [1, 'start weights and batches'],
  },
);

const contestants: Readonly<Record<string, (learningRate: number) => Optimizer>> = {
  'gradient descent': (learningRate) => optimizers.SGD({ learningRate }),
  Adam: (learningRate) => optimizers.Adam({ learningRate }),
};
const rates = [0.0001, 0.001, 0.01, 0.1, 1];

async function main(): Promise<void> {
  const { xTrain, yTrain, xTest, yTest } = await mnist.load();
  const x = tf.slice(xTrain, 0, flags.examples);
  const y = tf.slice(yTrain, 0, flags.examples);
  const chance = Math.log(10);
  for (const [name, optimizer] of Object.entries(contestants)) {
    const curves: Record<string, readonly number[]> = {};
    console.log(`\n${name.padEnd(18)} loss after epoch 1   at the end   test accuracy`);
    for (const learningRate of rates) {
      const model = new Sequential(
        [
          layers.Dense({ units: 25, activation: 'sigmoid' }),
          layers.Dense({ units: 15, activation: 'sigmoid' }),
          layers.Dense({ units: 10, activation: 'linear' }),
        ],
        { seed: flags.seed },
      );
      const loss = losses.SparseCategoricalCrossentropy({ fromLogits: true });
      model.compile({ optimizer: optimizer(learningRate), loss, metrics: ['accuracy'] });
      const { history } = await model.fit(x, y, { epochs: flags.epochs, verbose: 0 });
      const { accuracy } = await model.evaluate(xTest, yTest, { verbose: 0, returnDict: true });
      const [first, last] = [history.loss[0], history.loss[flags.epochs - 1]];
      const numbers = [
        first.toFixed(4).padStart(18),
        last.toFixed(4).padStart(12),
        accuracy.toFixed(4).padStart(15),
      ];
      console.log(`  alpha ${String(learningRate).padEnd(10)} ${numbers.join(' ')}`);
      curves[`alpha ${learningRate}`] = history.loss;
    }
    console.log(`\nloss of ${name} by epoch (${chance.toFixed(2)} is guessing):\n`);
    console.log(lossChart(curves, chance));
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
