import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from 'tsuno';
import { goOn, predictions } from './go-on.ts';
import { modelCases } from './model-cases.ts';

/** Writes models in the middle of their training into a folder, with what they predict and how they go on here. */
async function main(folder: string, only = ''): Promise<void> {
  tf.enableProdMode();
  for (const [index, one] of modelCases().entries()) {
    const { name, isRandom, x, y } = one;
    if (!name.includes(only)) continue;
    const model = one.model('auto');
    await model.fit(x as number[][], y as number[][], { epochs: 1, batchSize: 8, verbose: 0 });
    const path = join(folder, `${index}.keras`);
    await model.save(path);
    const facts = { name, isRandom, x, y, predictions: predictions(model, x) };
    writeFileSync(
      join(folder, `${index}.json`),
      JSON.stringify({ ...facts, ...(await goOn(one, path)) }),
    );
  }
}

void main(process.argv[2], process.argv[3]);
