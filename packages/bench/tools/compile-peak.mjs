import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BENCH, CACHE, REPOSITORY } from '../places.mjs';

/** Compiles assembly/peak.ts with the repository's AssemblyScript; gives the file. */
export function compilePeak() {
  mkdirSync(CACHE, { recursive: true });
  const from = createRequire(join(REPOSITORY, 'packages', 'engine-wasm', 'package.json'));
  const outFile = join(CACHE, 'peak.wasm');
  const options = ['--runtime', 'stub', '--enable', 'simd', '--noAssert', '--optimizeLevel', '3'];
  execFileSync(
    process.execPath,
    [
      from.resolve('assemblyscript/bin/asc.js'),
      'assembly/peak.ts',
      ...options,
      '--outFile',
      outFile,
    ],
    { cwd: BENCH, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return outFile;
}
