import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { lcg } from '../../testing/src/index.ts';
import { layers, losses, optimizers, Sequential } from '../../tsuno/src/index.ts';

const ROOT = join(__dirname, '..', '..', '..');

/** What a program of its own prints, which must end by itself and well. */
function runProgram(program: string, flags: readonly string[] = []): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...flags, '-r', 'ts-node/register', '-e', program],
    { cwd: ROOT, encoding: 'utf8', timeout: 50_000 },
  );
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.trim();
}

describe('Threads', () => {
  it('train to the same bits, however many there are', async () => {
    const inputs = lcg(2, 256 * 200);
    const x = Array.from({ length: 256 }, (_, row) => inputs.slice(row * 200, row * 200 + 200));
    const y = x.map((_, row) => row % 4);
    const train = async (threads: number) => {
      const model = new Sequential(
        [
          layers.Dense({ units: 130, activation: 'relu' }),
          layers.Dense({ units: 70, activation: 'sigmoid' }),
          layers.Dense({ units: 4 }),
        ],
        { seed: 6 },
      );
      model.compile({
        optimizer: optimizers.Adam({ learningRate: 0.01 }),
        loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
        jitCompile: true,
        threads,
      });
      await model.fit(x, y, { epochs: 2, batchSize: 128, verbose: 0 });
      // By now the workers run.
      await new Promise((resolve) => setTimeout(resolve, 150));
      await model.fit(x, y, { epochs: 3, batchSize: 128, verbose: 0 });
      return model.getWeights().map((tensor) => Array.from(tensor.dataSync()));
    };
    const one = await train(1);
    expect(await train(2)).toEqual(one);
    expect(await train(3)).toEqual(one);
  });

  it('do not keep a process alive', () => {
    const program = `
      const { layers, Sequential } = require('./packages/tsuno/src/index.ts');
      const model = new Sequential([layers.Dense({ units: 300 }), layers.Dense({ units: 1 })]);
      model.compile({ optimizer: 'adam', loss: 'mse', threads: 2 });
      const x = Array.from({ length: 64 }, (_, i) => Array(300).fill(i / 64));
      model.fit(x, x.map(([a]) => a), { epochs: 3, verbose: 0 }).then(() => console.log('done'));
    `;
    expect(runProgram(program)).toEqual('done');
  });

  it('are shared by all models, end when idle, and hold no memory of models that are gone', () => {
    const program = `
      const { Memory } = WebAssembly;
      const memories = [];
      WebAssembly.Memory = function (options) {
        const memory = new Memory(options);
        memories.push(new WeakRef(memory));
        return memory;
      };
      let [started, ended] = [0, 0];
      process.on('worker', (worker) => {
        started++;
        worker.on('exit', () => ended++);
      });
      const { layers, Sequential } = require('./packages/tsuno/src/index.ts');
      const x = Array.from({ length: 64 }, (_, i) => Array(300).fill(i / 64));
      const y = x.map(([a]) => a);
      const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
      async function train(threads, pause = 0) {
        const model = new Sequential([layers.Dense({ units: 300 }), layers.Dense({ units: 1 })], { seed: 1 });
        model.compile({ optimizer: 'adam', loss: 'mse', threads });
        await model.fit(x, y, { epochs: 2, verbose: 0 });
        await wait(pause);
        await model.fit(x, y, { epochs: 2, verbose: 0 });
        return model.predict(x).dataSync().join();
      }
      (async () => {
        const results = new Set();
        for (let i = 0; i < 40; i++) results.add(await train(2 + (i % 2), i === 20 ? 300 : 5));
        const first = started;
        const used = memories.length;
        for (let turn = 0; turn < 5; turn++) {
          globalThis.gc();
          await wait(50);
        }
        const kept = memories.filter((memory) => memory.deref() !== undefined).length;
        await wait(4000);
        const idle = started - ended;
        // They come back when they are needed again.
        results.add(await train(2, 300));
        console.log(JSON.stringify({ first, used, kept, idle, again: started - first, results: results.size }));
      })();
    `;
    const { kept, ...rest } = JSON.parse(runProgram(program, ['--expose-gc']));
    expect(rest).toEqual({ first: 2, used: 40, idle: 0, again: 1, results: 1 });
    expect(kept).toBeLessThan(5);
  });

  it('are refused where they cannot share memory, and in numbers that make no sense', () => {
    const compile = (threads: number) => () =>
      new Sequential([layers.Dense({ units: 1 })]).compile({
        optimizer: 'adam',
        loss: 'mse',
        threads,
      });
    expect(compile(0)).toThrow('compile: threads must be a whole number of at least 1, got 0.');
    expect(compile(1.5)).toThrow('threads');
    expect(compile(99)).toThrow('at most 16');
    const { SharedArrayBuffer: kept } = globalThis;
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    expect(compile(2)).toThrow('Cross-Origin-Opener-Policy: same-origin');
    expect(compile(1)).not.toThrow();
    globalThis.SharedArrayBuffer = kept;
  });
});
