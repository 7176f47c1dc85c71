/** GFLOP/s of the matrix kernels and of the peak, in turn. Argument: { rounds, seconds, peak: file, shapes }. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { REPOSITORY } from '../places.mjs';
import { interleaved } from '../tools/rounds.mjs';
import { randomFloats } from '../workloads.mjs';

const { rounds, seconds, peak, shapes } = JSON.parse(process.argv[2]);
// Not exported by the package: what users cannot reach is measured here, compiled from its source.
const { outputFiles } = buildSync({
  entryPoints: [join(REPOSITORY, 'packages', 'engine-wasm', 'src', 'kernels.ts')],
  bundle: true,
  write: false,
  format: 'esm',
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { instantiateKernels, FIRST_FREE_BYTE } = await import(`data:text/javascript;base64,${code}`);

const up4 = (count) => (count + 3) & ~3;
const panels = (columns) => up4(columns) / 4;
const bytes = (rows, columns) => 4 * up4(rows) * up4(columns);

const peaks = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(peak)), {
  env: { abort() {} },
}).exports;
const PEAK_TURNS = 20_000;
const runners = [
  { name: '8 chains', flops: 64, run: peaks.chains8 },
  { name: '12 chains', flops: 96, run: peaks.chains12 },
].map(({ name, flops, run }) => ({
  kernel: 'peak',
  name,
  flops: flops * PEAK_TURNS,
  call: () => run(PEAK_TURNS),
}));

for (const { rows, inner, columns } of shapes) {
  const sizes = [
    bytes(rows, inner),
    bytes(inner, columns),
    bytes(rows, columns),
    bytes(inner, columns),
    bytes(rows, inner),
  ];
  const total = FIRST_FREE_BYTE + sizes.reduce((sum, size) => sum + size, 0);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(total / 65_536) });
  const kernels = instantiateKernels(memory).exports;
  let end = FIRST_FREE_BYTE;
  const [x, w, y, dw, dx] = sizes.map((size) => {
    const at = end;
    end += size;
    return at;
  });
  new Float32Array(memory.buffer, FIRST_FREE_BYTE, (total - FIRST_FREE_BYTE) / 4).set(
    randomFloats((total - FIRST_FREE_BYTE) / 4, 3),
  );
  const name = `${rows}×${inner} · ${inner}×${columns}`;
  const flops = 2 * rows * inner * columns;
  runners.push(
    {
      kernel: 'matmul: Y = X·W',
      name,
      flops,
      call: () => kernels.matmul(x, w, 0, y, rows, inner, panels(columns)),
    },
    {
      kernel: 'matmulTransposed: dW = Xᵀ·dY',
      name,
      flops,
      call: () => kernels.matmulTransposed(x, y, dw, rows, panels(inner), panels(columns)),
    },
    {
      kernel: 'transpose + matmul: dX = dY·Wᵀ',
      name,
      flops,
      call() {
        kernels.transpose(w, dw, panels(inner), panels(columns));
        kernels.matmul(y, dw, 0, dx, rows, up4(columns), panels(inner));
      },
    },
  );
}

/** Operations a nanosecond, over at least so many seconds. */
function gflops({ flops, call }) {
  let calls = 0;
  let times = 1;
  const start = performance.now();
  for (;;) {
    for (let i = 0; i < times; i++) call();
    calls += times;
    const elapsed = performance.now() - start;
    if (elapsed >= 1000 * seconds) return (flops * calls) / (1e6 * elapsed);
    times *= 2;
  }
}

const results = await interleaved(runners, rounds, gflops);
const told = [...results].map(([{ kernel, name }, result]) => ({ kernel, name, ...result }));
console.log(`@@${JSON.stringify(told)}`);
