import * as fc from 'fast-check';
import { float32Arith, nextStep, type Optimizer, startProgress } from '../../core/src/index.ts';
import * as optimizers from '../../optimizers/src/index.ts';
import { compileLoops, instantiateLoops, type Loop } from '../src/compile-rules.ts';
import { instantiateKernels } from '../src/kernels.ts';
import { optimizerGraph } from '../src/optimizer-graph.ts';
import { trace } from '../src/rule-graph.ts';

const memory = new WebAssembly.Memory({ initial: 2 });
const { exports } = instantiateKernels(memory);
const floats = new Float32Array(memory.buffer);
const START = 1024;

/** Runs a loop over arrays of four numbers each; gives all arrays. */
function run(
  loop: Loop,
  arrays: readonly (readonly number[])[],
  constants: readonly number[] = [],
): number[][] {
  const addresses = arrays.map((_, index) => START + 16 * index);
  arrays.forEach((values, index) => {
    floats.set(values, addresses[index] / 4);
  });
  const compiled = instantiateLoops(memory, exports, compileLoops([loop]));
  compiled[loop.name](...addresses, 16, ...constants);
  return addresses.map((at) => Array.from(floats.subarray(at / 4, at / 4 + 4)));
}

const number = fc.float({ noNaN: false, noDefaultInfinity: false });
const four = fc.array(number, { minLength: 4, maxLength: 4 });

describe('A compiled rule', () => {
  it('gives the bits that float32 numbers give, operation by operation', () => {
    const rule = trace(2, (k, [a, b]) => [
      k.add(a, b),
      k.sub(a, 0.1),
      k.mul(b, b),
      k.div(1, a),
      k.max(a, b),
      k.min(a, 2),
      k.neg(a),
      k.abs(b),
      k.sqrt(a),
      k.whereGreater(a, b, k.square(a), -3),
    ]);
    const loop: Loop = {
      name: 'all',
      graph: rule,
      writes: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      arrays: 12,
      dynamic: [],
    };
    fc.assert(
      fc.property(four, four, (a, b) => {
        const out = run(loop, [a, b, ...Array(10).fill([0, 0, 0, 0])]);
        const k = float32Arith;
        const f = Math.fround;
        a.forEach((x, i) => {
          const y = b[i];
          const expected = [
            k.add(x, y),
            k.sub(x, 0.1),
            k.mul(y, y),
            k.div(1, x),
            k.max(x, y),
            k.min(x, 2),
            k.neg(x),
            k.abs(y),
            k.sqrt(x),
            k.whereGreater(x, y, k.square(x), -3),
          ];
          expected.forEach((value, which) => {
            expect(out[2 + which][i]).toBe(f(value));
          });
        });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('takes constants as arguments, and repeats no work', () => {
    const graph = trace(1, (k, [x]) => {
      const twice = k.mul(x, 2);
      return [k.add(twice, k.mul(k.mul(x, 2), 7))];
    });
    const seven = graph.nodes.findIndex((node) => node.op === 'constant' && node.value === 7);
    const loop: Loop = { name: 'scaled', graph, writes: [0], arrays: 1, dynamic: [seven] };
    expect(run(loop, [[1, 2, 3, 4]], [10])[0]).toEqual([22, 44, 66, 88]);
  });

  it('turns tiny numbers to zero where it is told to, and leaves NaN', () => {
    const graph = trace(1, (_k, [x], { flush }) => [flush(x, 1e-15)]);
    const loop: Loop = { name: 'flushed', graph, writes: [0], arrays: 1, dynamic: [] };
    expect(run(loop, [[1e-16, -1e-16, 2e-15, Number.NaN]])[0]).toEqual([
      0,
      0,
      Math.fround(2e-15),
      Number.NaN,
    ]);
  });
});

describe('A compiled optimizer', () => {
  const factories: readonly [string, () => Optimizer][] = [
    ['SGD', () => optimizers.SGD({ learningRate: 0.1 })],
    ['SGD with momentum', () => optimizers.SGD({ momentum: 0.9 })],
    ['SGD with Nesterov momentum', () => optimizers.SGD({ momentum: 0.9, nesterov: true })],
    ['Adam', () => optimizers.Adam()],
    ['Adam with options', () => optimizers.Adam({ beta1: 0.5, beta2: 0.9, epsilon: 1e-3 })],
  ];

  it.each(factories)(
    '%s gives the bits that float32 numbers give, step after step',
    (_name, factory) => {
      const optimizer = factory();
      const compiled = optimizerGraph(optimizer);
      if (typeof compiled === 'string') throw new Error(compiled);
      const { graph, slots, dynamic, stepConstants } = compiled;
      const arrays = 2 + slots.length;
      const loop: Loop = {
        name: 'update',
        graph,
        writes: [0, ...slots.map((_, i) => 2 + i)],
        arrays,
        dynamic,
      };
      let progress = startProgress(optimizer);
      let held: number[][] = [
        [1, -2, 3, 0.5],
        [0, 0, 0, 0],
        ...slots.map((slot) => Array(4).fill(optimizer.slots[slot])),
      ];
      for (let step = 0; step < 40; step++) {
        const gradient = [10 ** ((step % 7) - 3), -0.1, step % 3 ? 0 : 1, Math.sin(step)].map(
          Math.fround,
        );
        const next = nextStep(optimizer, progress);
        const expected = gradient.map((grad, i) => {
          const entry = Object.fromEntries(slots.map((slot, s) => [slot, held[2 + s][i]]));
          return optimizer.update(
            float32Arith,
            { ...entry, param: held[0][i], grad },
            next.scalars.rule,
          );
        });
        held = run(
          loop,
          [held[0], gradient, ...held.slice(2)],
          stepConstants(next.scalars.rule, next.scalars.decay, 1),
        );
        expect(held[0]).toEqual(expected.map(({ param }) => param));
        progress = next.progress;
      }
    },
  );
});
