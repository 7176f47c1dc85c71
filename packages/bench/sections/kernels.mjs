/** How near the matrix kernels come to the machine's 128-bit multiplying and adding. */
import { compilePeak } from '../tools/compile-peak.mjs';
import { runProgram } from '../tools/run-program.mjs';

/** The products of the lecture's and the big network, and two more. */
const SHAPES = [
  { rows: 32, inner: 784, columns: 25 },
  { rows: 32, inner: 25, columns: 15 },
  { rows: 32, inner: 32, columns: 32 },
  { rows: 128, inner: 784, columns: 512 },
  { rows: 128, inner: 512, columns: 512 },
  { rows: 128, inner: 512, columns: 10 },
  { rows: 64, inner: 784, columns: 2048 },
];

export async function measureKernels({ rounds, isQuick, log }) {
  log('kernels');
  const shapes = isQuick ? SHAPES.slice(0, 1).concat(SHAPES.slice(3, 5)) : SHAPES;
  const options = { rounds, seconds: 0.05, peak: compilePeak(), shapes };
  const { answer } = await runProgram('kernels.mjs', options);
  const peaks = answer.filter(({ kernel }) => kernel === 'peak');
  // The best that was seen: nothing that disturbs a measurement makes it faster.
  const peak = Math.max(...peaks.map(({ max }) => max));
  const byKernel = [...answer].sort((a, b) => order(a.kernel) - order(b.kernel));
  return byKernel.map(({ kernel, name, ...result }) => ({
    section: 'kernels',
    measure: kernel === 'peak' ? 'peak of 128-bit mul + add' : kernel,
    name,
    title:
      kernel === 'peak' ? name : `${name}: ${Math.round((100 * result.median) / peak)} % of peak`,
    unit: 'GFLOP/s',
    shareOfPeak: result.median / peak,
    ...result,
  }));
}

/** One kernel after the other in the table, though they were measured in turn. */
const order = (kernel) =>
  ['peak', 'matmul:', 'matmulT', 'transpo'].findIndex((start) => kernel.startsWith(start));
