/** Bundles contestants/tfjs.mjs from tfjs's ES modules, as a page would: so it has its gradients, and nothing missing. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BENCH, CACHE } from '../places.mjs';

/** Gives the file to run and where the wasm backend finds its binaries. */
export async function bundleTfjs() {
  mkdirSync(CACHE, { recursive: true });
  const outfile = join(CACHE, 'tfjs.cjs');
  await build({
    entryPoints: [join(BENCH, 'contestants', 'tfjs.mjs')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  const wasmFolder = join(BENCH, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', '/');
  return { file: outfile, wasmFolder };
}
