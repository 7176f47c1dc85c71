/** One unit parts good roasts from bad as well as a straight border can; Newton's method says how well that is. */
import { coffeeRoasting } from '@tsuno/datasets';
import { layers, losses, optimizers, Sequential } from 'tsuno';
import { readFlags } from '../shared/flags.ts';
import { runExample } from '../shared/run-example.ts';
import { newton } from './newton.ts';

const flags = readFlags('One Dense unit against the optimum of logistic regression.', {
  epochs: [300, 'times over the roasts'],
  'learning-rate': [0.05, 'alpha'],
});

async function main(): Promise<void> {
  const roasts = coffeeRoasting.load({ examples: 400, seed: 1 });
  const y = Array.from(roasts.y.dataSync());
  const x = standardize(roasts.x.arraySync());

  const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
  model.compile({
    optimizer: optimizers.Adam({ learningRate: flags['learning-rate'] }),
    loss: losses.BinaryCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  await model.fit(x, y, { epochs: flags.epochs, batchSize: x.length, verbose: 0 });

  const found = await model.evaluate(x, y, { verbose: 0, returnDict: true });
  const weights = model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
  const best = newton(x, y);
  const row = (name: string, [w1, w2, b]: readonly number[], loss: number) =>
    `${name.padEnd(10)} w = (${w1.toFixed(3)}, ${w2.toFixed(3)})  b = ${b.toFixed(3)}  loss ${loss.toFixed(4)}`;
  console.log(row('Adam', weights, found.loss));
  console.log(row('optimum', best.weights, best.loss));
  console.log(
    `accuracy ${found.accuracy.toFixed(4)}: a triangle cannot be cut out with one straight line.`,
  );
}

/** Each feature with mean 0 and standard deviation 1: °C and minutes on one scale. */
function standardize(rows: readonly (readonly number[])[]): number[][] {
  const scale = rows[0].map((_, j) => {
    const mean = rows.reduce((sum, row) => sum + row[j], 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / rows.length;
    return { mean, std: Math.sqrt(variance) };
  });
  return rows.map((row) => row.map((value, j) => (value - scale[j].mean) / scale[j].std));
}

runExample(main);
