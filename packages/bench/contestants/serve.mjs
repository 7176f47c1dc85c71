/**
 * The contestant's side of a race: reads commands from standard input, one JSON object a line, and answers in the same
 * way. Answers begin with "@@", since libraries print too. keras_fit.py speaks the same language.
 */
import { createInterface } from 'node:readline';
import { readWorkload } from '../workloads.mjs';

/**
 * @typedef {object} Contestant
 * @property {number} unitSteps steps in one unit of `run`: a whole epoch for those that can only run epochs
 * @property {(units: number) => unknown} run trains so many units; done means done, nothing is left in a queue
 * @property {(steps: number) => unknown} [meanLoss] trains on the first batches in order, gives the mean of their losses
 * @property {(rows: number, variant?: string) => unknown} [predict] outputs for the first rows (in turn), in host memory
 */

/** @param {(workload: ReturnType<typeof readWorkload>) => Promise<Contestant> | Contestant} make */
export async function serve(make) {
  /** @type {Contestant | null} */
  let contestant = null;
  /** Units that filled the last round: the next asks for them at once, as one `fit` of so many epochs. */
  let known = 1;
  const commands = {
    async prepare({ folder }) {
      contestant = await make(readWorkload(folder));
      return {};
    },
    async meanLoss({ steps }) {
      return { loss: contestant.meanLoss ? await contestant.meanLoss(steps) : null };
    },
    async train({ seconds }) {
      const { calls, elapsed } = await repeat(seconds, (units) => contestant.run(units), known);
      known = calls;
      return { micros: (1e6 * elapsed) / (calls * contestant.unitSteps) };
    },
    async predict({ rows, seconds, variant }) {
      const { calls, elapsed } = await repeat(seconds, async (times) => {
        for (let i = 0; i < times; i++) await contestant.predict(rows, variant);
      });
      return { micros: (1e6 * elapsed) / calls };
    },
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const { command, ...options } = JSON.parse(line);
    if (command === 'end') break;
    let answer;
    try {
      answer = await commands[command](options);
    } catch (error) {
      answer = { error: String(error?.stack ?? error) };
    }
    process.stdout.write(`@@${JSON.stringify(answer)}\n`);
  }
  process.exit(0);
}

/** The share of the time that must be filled. */
const ENOUGH = 0.8;

/** Calls with doubled counts until the time is (nearly) up, and at least once. */
async function repeat(seconds, call, first = 1) {
  let calls = 0;
  let times = first;
  const start = performance.now();
  for (;;) {
    await call(times);
    calls += times;
    const elapsed = (performance.now() - start) / 1000;
    if (elapsed >= ENOUGH * seconds) return { calls, elapsed };
    const fitting = Math.floor(((seconds - elapsed) / elapsed) * calls);
    times = Math.max(1, Math.min(2 * times, fitting));
  }
}
