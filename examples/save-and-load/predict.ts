/** Opens the model that train.ts has saved, and reads one digit. */
import { mnist } from '@tsuno/datasets';
import { loadModel, tf } from 'tsuno';
import { drawDigits } from '../shared/draw-digits.ts';
import { readFlags } from '../shared/flags.ts';
import { runExample } from '../shared/run-example.ts';

const flags = readFlags('Opens a saved model and reads one digit of the test set.', {
  model: ['digits.keras', 'the file that train.ts has written'],
  digit: [0, 'which digit of the test set'],
});

async function main(): Promise<void> {
  const model = await loadModel(flags.model);
  const { xTest, yTest } = await mnist.load({ full: false });
  if (!(flags.digit in yTest.dataSync())) {
    throw new Error(`--digit takes a number from 0 to ${yTest.size - 1}, got ${flags.digit}.`);
  }
  const image = tf.slice(xTest, flags.digit, 1).arraySync();
  const [chances] = tf.softmax(model.predict(image)).arraySync() as number[][];
  const said = chances.indexOf(Math.max(...chances));
  const label = yTest.dataSync()[flags.digit];
  console.log(drawDigits(image, [`${said}, ${Math.round(100 * chances[said])} % sure`]));
  console.log(`\nThe model reads ${said}; the digit is ${label}.`);
}

runExample(main);
