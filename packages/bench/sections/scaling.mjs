/** Whether twice the data takes twice the time, and what a wider layer costs. */
import { totalmem } from 'node:os';
import { runProgram } from '../tools/run-program.mjs';
import { WORKLOADS } from '../workloads.mjs';

const ROWS = [10_000, 30_000, 100_000, 300_000, 600_000];
const WIDTHS = [16, 32, 64, 128, 256, 512, 1024];

export async function measureScaling({ rounds, log }) {
  log('scaling');
  const { inputs, batch } = WORKLOADS.lecture;
  // The data alone must not take more than a quarter of the memory.
  const rows = ROWS.filter((count) => 4 * count * inputs <= totalmem() / 4);
  const options = { rounds: Math.min(rounds, 5), rows, widths: WIDTHS };
  const { answer } = await runProgram('scaling.mjs', options);
  const [least] = answer.rows;
  const bySize = answer.rows.map(({ count, ...result }) => ({
    section: 'scaling',
    measure: "an epoch of the lecture's network, a row",
    name: `${count} rows`,
    title: `${count.toLocaleString('en')} rows: ${((result.median * count) / 1e6).toPrecision(3)} s`,
    unit: 'µs/row',
    ...result,
    comparedWithLeastRows: result.median / least.median,
  }));
  const byWidth = answer.widths.map(({ width, ...result }) => {
    // Forward and dW of both layers, dX of the second.
    const flops = 2 * batch * (2 * inputs * width + 3 * 10 * width);
    const rate = flops / (1000 * result.median);
    return {
      section: 'scaling',
      measure: 'a step of 784-width-10 sigmoid, batch 32',
      name: `width ${width}`,
      title: `width ${width}: ${rate.toPrecision(3)} GFLOP/s`,
      unit: 'µs/step',
      ...result,
      gflops: rate,
    };
  });
  return [...bySize, ...byWidth];
}
