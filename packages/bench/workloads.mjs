/** The networks that are trained, and their data, the same for every contestant: real digits for the lecture's
 * network, random numbers from a fixed seed for the others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Workload
 * @property {string} title
 * @property {number} inputs
 * @property {readonly number[]} units of each Dense layer; the last is linear
 * @property {'sigmoid' | 'relu' | 'tanh'} activation of the hidden layers
 * @property {number} batch
 * @property {number} steps in one pass over the data
 * @property {boolean} [digits] whether the data are real handwritten digits, which are mostly zeros, and not random
 */

/** @type {Readonly<Record<string, Workload>>} */
export const WORKLOADS = {
  lecture: {
    title: '784-25-15-10 sigmoid, batch 32',
    inputs: 784,
    units: [25, 15, 10],
    activation: 'sigmoid',
    batch: 32,
    steps: 320,
    digits: true,
  },
  big: {
    title: '784-512-512-10 relu, batch 128',
    inputs: 784,
    units: [512, 512, 10],
    activation: 'relu',
    batch: 128,
    steps: 64,
  },
  wide: {
    title: '784-2048-10 relu, batch 64',
    inputs: 784,
    units: [2048, 10],
    activation: 'relu',
    batch: 64,
    steps: 64,
  },
  deep: {
    title: '64-[32]×10-10 tanh, batch 32',
    inputs: 64,
    units: [...Array(10).fill(32), 10],
    activation: 'tanh',
    batch: 32,
    steps: 250,
  },
};

export const LEARNING_RATE = 1e-3;

/** Numbers in [0, 1) from a seed: Marsaglia's xorshift. */
export function randomSource(seed) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export function randomFloats(count, seed) {
  const random = randomSource(seed);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = random();
  return values;
}

export function randomLabels(count, classes, seed) {
  const random = randomSource(seed);
  return Int32Array.from({ length: count }, () => Math.floor(random() * classes));
}

/** Kernels from Glorot's uniform distribution and biases of zero, layer by layer. */
export function startingWeights({ inputs, units }) {
  const random = randomSource(11);
  let width = inputs;
  return units.flatMap((size) => {
    const limit = Math.sqrt(6 / (width + size));
    const kernel = Float32Array.from({ length: width * size }, () => (2 * random() - 1) * limit);
    width = size;
    return [kernel, new Float32Array(size)];
  });
}

/** What `write-workload.mjs` has written. */
export function readWorkload(folder) {
  const workload = JSON.parse(readFileSync(join(folder, 'workload.json'), 'utf8'));
  return {
    ...workload,
    x: readFloats(join(folder, 'x.f32')),
    y: new Int32Array(readFloats(join(folder, 'y.i32')).buffer),
    weights: workload.units.flatMap((_, layer) =>
      [2 * layer, 2 * layer + 1].map((index) => readFloats(join(folder, `weight-${index}.f32`))),
    ),
  };
}

function readFloats(file) {
  // Small files come out of a shared pool, at any address.
  const { buffer, byteOffset, length } = readFileSync(file);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + length));
}
