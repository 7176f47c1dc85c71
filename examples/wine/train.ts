/** From a CSV file to a confusion matrix: who grew a wine, told from thirteen measurements. */
import { join } from 'node:path';
import { data, layers, losses, Sequential, utils } from 'tsuno';
import { runExample } from '../shared/run-example.ts';

async function main(): Promise<void> {
  utils.setRandomSeed(1);
  const { x, y, classNames } = await data.readCsv(join(__dirname, 'wine.csv'), {
    target: 'grower',
  });
  const [xTrain, xTest, yTrain, yTest] = utils.trainTestSplit(x, y, { stratify: y });

  const model = new Sequential([
    layers.Normalization().adapt(xTrain),
    layers.Dense({ units: 16, activation: 'relu' }),
    layers.Dense({ units: classNames.length }),
  ]);
  const loss = losses.SparseCategoricalCrossentropy({ fromLogits: true });
  model.compile({ optimizer: 'adam', loss });
  await model.fit(xTrain, yTrain, { epochs: 100, verbose: 0 });

  const matrix = utils.confusionMatrix(yTest, model.predict(xTest), { classNames });
  console.log(`${matrix}\n\naccuracy on ${xTest.shape[0]} wines held back: ${matrix.accuracy}`);
}

runExample(main);
