/**
 * What is run in every place of the table: trains on both engines with data of a seed, saves a model and opens it. It
 * knows nothing of where it is: what is there (files, IndexedDB, shared memory) is what it uses.
 */
import { layers, loadModel, losses, optimizers, Sequential } from 'tsuno';
import { trainedHash } from './determinism.ts';
import { lcg } from './lcg.ts';
import { threadsStarted } from './threads-started.ts';

export interface Report {
  /** SHA-256 of what the compiled engine trains on one thread, and on two where memory can be shared. */
  readonly hash: string;
  readonly threaded: string | null;
  /** How many threads were started for it beside the first. */
  readonly threads: number;
  /** The loss on the tfjs engine. */
  readonly loss: number;
  /** Where a model was saved and came back from as it was. */
  readonly saved: string | null;
}

export async function lecture(): Promise<Report> {
  const threads = threadsStarted();
  return {
    hash: await trainedHash(),
    threaded: canShareMemory() ? await trainedHash(2) : null,
    threads: threads(),
    loss: await lossOnTensors(),
    saved: await comesBack(),
  };
}

/** A page has to be isolated for it, and even then it is not everywhere; other places say nothing of isolation. */
const canShareMemory = () =>
  'SharedArrayBuffer' in globalThis &&
  (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;

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

/** Whether a model comes back as it was from where it was saved: what is loaded with the first file is found. */
async function comesBack(): Promise<string | null> {
  const hasFiles = 'process' in globalThis;
  if (!hasFiles && !('indexedDB' in globalThis)) return null;
  const path = hasFiles ? 'lecture.keras' : 'indexeddb://lecture.keras';
  const model = new Sequential([layers.Dense({ units: 3 })], { seed: 1 }).build([null, 2]);
  await model.save(path);
  const again = await loadModel(path);
  if (String(again.weights[0].values) !== String(model.weights[0].values))
    throw new Error(`Another model came back from ${path}.`);
  return hasFiles ? 'file' : 'IndexedDB';
}
