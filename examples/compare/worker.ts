/** Makes runs in a thread of its own; started by worker-pool.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { lab, type Optimizer, Sequential } from 'tsuno';
import { digitTensors } from './shared-digits.ts';
import type { Answer, SentJob } from './worker-pool.ts';

const data = digitTensors(workerData.digits);

async function answer({ model: json, ...job }: SentJob): Promise<Answer> {
  try {
    const model = Sequential.fromJSON(json);
    const optimizer = model.compileOptions?.optimizer as Optimizer;
    return { run: await lab.trainOnce({ ...job, model, optimizer, data }) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

parentPort?.on('message', async (job: SentJob) => {
  parentPort?.postMessage(await answer(job));
});
