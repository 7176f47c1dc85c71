import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * `npm run keras -- --python V/bin/python`: everything that Keras has goes through archives to real Keras and back.
 * `--only Adam` does a part of it, `--folder` keeps the files.
 */
const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    only: { type: 'string', default: '' },
    folder: { type: 'string' },
  },
});
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'tsuno-keras-'));
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

function run(command, ...args) {
  const env = { ...process.env, KERAS_BACKEND: process.env.KERAS_BACKEND ?? 'jax' };
  return spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1;
}

if (run(values.python, '-c', 'import keras; print("Keras", keras.__version__)') !== 0) {
  console.error(
    `${values.python} has no Keras. Make one: python3 -m venv V && V/bin/pip install keras jax`,
  );
  process.exit(1);
}
const typescript = (name, ...args) =>
  run(process.execPath, '-r', 'ts-node/register', here(name), ...args);
const status =
  typescript('write-models.ts', folder, values.only) ||
  run(values.python, here('train_models.py'), folder) ||
  typescript('compare-models.ts', folder);
if (values.folder === undefined) rmSync(folder, { recursive: true });
process.exit(status);
