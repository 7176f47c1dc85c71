/** The lecture's program: three layers learn to read handwritten digits. `npm run mnist -- --help` */
import { mnist } from '@tsuno/datasets';
import { layers, loadModel, losses, optimizers, Sequential, tf } from 'tsuno';
import { drawDigits } from '../shared/draw-digits.ts';
import { readFlags } from '../shared/flags.ts';
import { runExample } from '../shared/run-example.ts';

const flags = readFlags('npm run mnist -- [flags]\nTrains the network of the lecture on MNIST.', {
  epochs: [100, 'times over the training digits'],
  optimizer: ['adam', 'adam or sgd'],
  'learning-rate': [1e-3, 'alpha'],
  'batch-size': [32, 'digits in a step'],
  seed: [1, 'the same seed gives the same numbers'],
  full: [false, 'the 60,000 digits of the whole set (downloaded once) in place of 8,000'],
  save: ['', 'file to write the trained model to, such as digits.keras'],
  load: ['', 'file of a model to go on training, as it was compiled; its optimizer goes on too'],
});

async function main(): Promise<void> {
  const { xTrain, yTrain, xTest, yTest } = await mnist.load({ full: flags.full });

  const model = flags.load === '' ? newModel() : await loadModel(flags.load);
  model.summary();

  const start = performance.now();
  await model.fit(xTrain, yTrain, { epochs: flags.epochs, batchSize: flags['batch-size'] });
  const seconds = (performance.now() - start) / 1000;

  const { accuracy, loss } = await model.evaluate(xTest, yTest, { verbose: 0, returnDict: true });
  showSome(model, xTest, yTest);
  if (flags.save !== '') {
    await model.save(flags.save);
    console.log(`\nSaved as ${flags.save}\nGo on with --load ${flags.save}`);
  }
  const time = `${flags.epochs} epochs in ${seconds.toFixed(1)} s`;
  console.log(`\ntest accuracy ${accuracy.toFixed(4)} · test loss ${loss.toFixed(4)} · ${time}`);
}

function newModel(): Sequential {
  const model = new Sequential(
    [
      layers.Input({ shape: [784] }),
      layers.Dense({ units: 25, activation: 'sigmoid' }),
      layers.Dense({ units: 15, activation: 'sigmoid' }),
      layers.Dense({ units: 10, activation: 'linear' }),
    ],
    { seed: flags.seed },
  );
  model.compile({
    optimizer: chooseOptimizer(flags.optimizer, flags['learning-rate']),
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  return model;
}

function chooseOptimizer(name: string, learningRate: number) {
  if (name === 'adam') return optimizers.Adam({ learningRate });
  if (name === 'sgd') return optimizers.SGD({ learningRate });
  throw new Error(`--optimizer takes adam or sgd, got "${name}".`);
}

/** Five test digits beside what the model says. */
function showSome(model: Sequential, x: tf.Tensor2D, y: tf.Tensor1D): void {
  const images = tf.slice(x, 0, 5).arraySync();
  const chances = tf.softmax(model.predict(images) as tf.Tensor2D).arraySync();
  const captions = chances.map((chance, i) => {
    const said = chance.indexOf(Math.max(...chance));
    const label = y.dataSync()[i];
    return `${said === label ? '✓' : '✗'} ${said} (${Math.round(100 * chance[said])} %)`;
  });
  console.log(`\nWhat the model says of five test digits:\n\n${drawDigits(images, captions)}`);
}

runExample(main);
