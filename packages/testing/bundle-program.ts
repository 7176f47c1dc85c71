/** What check-bundles.mjs bundles and runs: trains on both engines, and prints what came out. */
import { layers, loadModel, losses, optimizers, Sequential } from 'tsuno';
import { trainedHash } from './src/determinism.ts';
import { lcg } from './src/lcg.ts';

/** The loss on the tfjs engine: with tfjs's kernels, and a derivative that tfjs-core does not have. */
async function lossOnTensors(): Promise<number> {
  const model = new Sequential(
    [layers.Dense({ units: 8, activation: 'gelu' }), layers.Dense({ units: 3 })],
    { seed: 1 },
  );
  model.compile({
    optimizer: optimizers.Adam({ learningRate: 0.01 }),
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    jitCompile: false,
  });
  const data = lcg(3, 40 * 6);
  const x = Array.from({ length: 40 }, (_, row) => data.slice(row * 6, row * 6 + 6));
  const { history } = await model.fit(
    x,
    x.map((_, row) => row % 3),
    { epochs: 3, verbose: 0 },
  );
  return history.loss[2];
}

/** Whether a model comes back from a file as it was: what is loaded with the first file is found. */
async function comesBack(): Promise<boolean> {
  const model = new Sequential([layers.Dense({ units: 3 })], { seed: 1 }).build([null, 2]);
  await model.save('bundled.keras');
  const again = await loadModel('bundled.keras');
  return String(again.weights[0].values) === String(model.weights[0].values);
}

async function program(): Promise<void> {
  // A page's threads and files are tried in a real browser (check-browser.cjs).
  const isPage = !('process' in globalThis);
  const threads = isPage ? 1 : 2;
  const isSaved = isPage || (await comesBack());
  console.log(await trainedHash(), await trainedHash(threads), await lossOnTensors(), isSaved);
}

void program();
