/**
 * Compiles assembly/kernels.ts and writes it, as base64, to src/kernels.gen.ts: users need no compiler and no file to
 * fetch. `npm run kernels` writes, `npm run kernels -- --check` compares (CI does).
 */
const { execFileSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const folder = mkdtempSync(join(tmpdir(), 'tsuno-kernels-'));
const output = join(folder, 'kernels.wasm');
const compiler = require.resolve('assemblyscript/bin/asc.js');
const options = [
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--importMemory',
  '--noAssert',
  '--optimizeLevel',
  '3',
];
// 112: v128 values between modules are meant: generated modules import exp4 and its like.
const quiet = ['--disableWarning', '112'];
try {
  const source = 'assembly/kernels.ts';
  execFileSync(process.execPath, [compiler, source, ...options, ...quiet, '--outFile', output], {
    cwd: __dirname,
    stdio: 'inherit',
  });
  const base64 = readFileSync(output).toString('base64');
  const text = `/** Made from assembly/kernels.ts by \`npm run kernels\`. */\nexport const KERNELS =\n  '${base64}';\n`;
  const target = join(__dirname, 'src', 'kernels.gen.ts');
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
    console.log(`${target}: ${base64.length} characters`);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error(
      'src/kernels.gen.ts is not what assembly/kernels.ts compiles to: run `npm run kernels`.',
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
