/** One unit learns a straight line; the least-squares formula says where it must arrive. */
import { straightLine } from '@tsuno/datasets';
import { layers, optimizers, Sequential } from 'tsuno';
import { readFlags } from '../shared/flags.ts';
import { runExample } from '../shared/run-example.ts';

const flags = readFlags('One Dense unit against the closed form of linear regression.', {
  epochs: [100, 'times over the points'],
  'learning-rate': [0.1, 'alpha'],
});

async function main(): Promise<void> {
  const { x, y } = straightLine.load({ examples: 100, slope: 2, intercept: -1, noise: 0.1 });
  const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
  model.compile({
    optimizer: optimizers.SGD({ learningRate: flags['learning-rate'] }),
    loss: 'mean_squared_error',
  });
  // The whole data in one batch: the lecture's (batch) gradient descent.
  const { history } = await model.fit(x, y, { epochs: flags.epochs, batchSize: 100, verbose: 0 });

  const [w, b] = model.getWeights().map((weight) => weight.dataSync()[0]);
  const best = leastSquares(x.dataSync<'float32'>(), y.dataSync<'float32'>());
  const row = (name: string, slope: number, intercept: number) =>
    `${name.padEnd(18)} y = ${slope.toFixed(4)} x ${intercept < 0 ? '−' : '+'} ${Math.abs(intercept).toFixed(4)}`;
  console.log(row('gradient descent', w, b));
  console.log(row('closed form', best.slope, best.intercept));
  console.log(
    `mean squared error ${history.loss[0].toFixed(4)} → ${history.loss[flags.epochs - 1].toFixed(4)}`,
  );
}

/** slope = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)², intercept = ȳ − slope · x̄ */
function leastSquares(x: ArrayLike<number>, y: ArrayLike<number>) {
  const xs = Array.from(x);
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = xs.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  const variance = xs.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  const slope = covariance / variance;
  return { slope, intercept: my - slope * mx };
}

runExample(main);
