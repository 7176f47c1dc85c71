import { lcg } from '../../testing/src/index.ts';
import type { CompiledLoop } from '../src/compile-rules.ts';
import { type Dispatch, dispatchHere, dispatchOver } from '../src/dispatch.ts';
import { compileKernels, FIRST_FREE_BYTE, instantiateKernels } from '../src/kernels.ts';
import { type Launch, launchThread, type Thread } from '../src/launch-thread.ts';
import { MOST_PAGES, newMemory } from '../src/memory.ts';
import { WorkerPool } from '../src/worker-pool.ts';
import type { Member } from '../src/worker-program.ts';

const [ROWS, INNER, PANELS] = [64, 300, 25];
const X = FIRST_FREE_BYTE;
const W = X + 4 * ROWS * INNER;
const Y = W + 16 * INNER * PANELS;
const TIMES = { idleMilliseconds: 60_000, patienceMilliseconds: 60_000 };

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5);
}

/** A product in a memory of its own, over a pool. */
class Product {
  readonly member: Member;
  readonly #floats: Float32Array;
  readonly #pool: WorkerPool;
  readonly #functions: Record<string, CompiledLoop>;
  /** How many panels the calling thread did at a time. */
  readonly here: number[] = [];

  constructor(pool: WorkerPool) {
    const memory = newMemory(2 ** 21, true);
    const kernels = compileKernels(MOST_PAGES);
    const functions = instantiateKernels(memory, kernels).exports as Record<string, CompiledLoop>;
    const matmul = (...args: number[]) => {
      this.here.push(args[6]);
      functions.matmul(...args);
    };
    this.#functions = { ...functions, matmul };
    this.#pool = pool;
    this.member = pool.enroll({ memory, kernels, loops: null, functions: Object.keys(functions) });
    this.#floats = new Float32Array(memory.buffer);
    lcg(1, (Y - X) / 4).forEach((value, i) => {
      this.#floats[X / 4 + i] = value - 0.5;
    });
  }

  #result(call: Dispatch): readonly number[] {
    const y = this.#floats.subarray(Y / 4, Y / 4 + 4 * PANELS * ROWS);
    y.fill(0);
    this.here.length = 0;
    call('matmul', PANELS, 1e9, (from, count) => {
      const [w, to] = [W + from * 16 * INNER, Y + from * 16 * ROWS];
      return [X, w, 0, to, ROWS, INNER, count];
    });
    return Array.from(y);
  }

  alone(): readonly number[] {
    return this.#result(dispatchHere(this.#functions));
  }

  shared(threads: number, overwriting: readonly string[] = []): readonly number[] {
    const { member } = this;
    const sharing = { pool: this.#pool, member, threads, overwriting: new Set(overwriting) };
    return this.#result(dispatchOver(this.#functions, sharing));
  }

  async isReady(workers: number): Promise<void> {
    await until(() => this.#pool.workersFor(this.member, workers).length === workers);
  }
}

/** Threads that are counted, and that run another program if `change` makes one. */
function counted(change: (program: string) => string = (program) => program) {
  const threads: Thread[] = [];
  const launch: Launch = (program, onEnd) => {
    const thread = launchThread(change(program), onEnd);
    threads.push(thread);
    return thread;
  };
  return { launch, threads, endAll: () => threads.map((thread) => thread.end()) };
}

/** What a worker does in place of a command. */
const inPlaceOfCommands = (code: string) =>
  counted((program) => program.replace('try {', `try { ${code};`));

describe('The pool of workers', () => {
  it('shares a call out, and the bits are those of one thread', async () => {
    const { launch, threads, endAll } = counted();
    const product = new Product(new WorkerPool(launch, TIMES));
    const alone = product.alone();
    // Nobody has started yet.
    expect(product.shared(3)).toEqual(alone);
    expect(product.here).toEqual([25]);
    await product.isReady(2);
    // 25 panels: 10 here, 10 and 5 in the workers, if these are not too busy to begin.
    await until(() => {
      expect(product.shared(3)).toEqual(alone);
      return product.here.join() === '10';
    });
    expect(threads).toHaveLength(2);
    endAll();
  });

  it('serves many memories with the same workers, and lets go of them', async () => {
    const { launch, threads, endAll } = counted();
    const pool = new WorkerPool(launch, TIMES);
    const products = Array.from({ length: 5 }, () => new Product(pool));
    const alone = products[0].alone();
    for (const product of products) await product.isReady(1);
    for (const product of [...products, ...products]) {
      await until(() => {
        expect(product.shared(2)).toEqual(alone);
        return product.here.length === 1;
      });
    }
    const [released, ...others] = products;
    pool.release(released.member.id);
    pool.release(released.member.id);
    expect(pool.workersFor(released.member, 1)).toEqual([]);
    expect(released.shared(2)).toEqual(alone);
    expect(released.here).toEqual([25]);
    await others[0].isReady(1);
    expect(others[0].shared(2)).toEqual(alone);
    expect(threads).toHaveLength(1);
    endAll();
  });

  it('starts a worker anew once it has let go of many memories, as only its end frees them', async () => {
    const { launch, threads, endAll } = counted();
    const pool = new WorkerPool(launch, TIMES);
    for (let count = 0; count < 70; count++) {
      const product = new Product(pool);
      pool.workersFor(product.member, 1);
      pool.release(product.member.id);
    }
    expect(threads).toHaveLength(2);
    expect(pool.size).toBe(1);
    endAll();
  });

  it('has workers that end when idle, and starts others when they are needed', async () => {
    const { launch, threads, endAll } = counted();
    const pool = new WorkerPool(launch, { ...TIMES, idleMilliseconds: 30 });
    const product = new Product(pool);
    const alone = product.alone();
    await product.isReady(1);
    await until(() => pool.size === 0);
    expect(product.shared(2)).toEqual(alone);
    expect(threads).toHaveLength(2);
    endAll();
  });

  const notMuchPatience = { ...TIMES, patienceMilliseconds: 20 };

  it('does the part of a worker that was ended from outside, and replaces it', async () => {
    const { launch, threads, endAll } = counted();
    const pool = new WorkerPool(launch, notMuchPatience);
    const product = new Product(pool);
    const alone = product.alone();
    await product.isReady(1);
    threads[0].end();
    // It may still take a command, and end in the middle.
    for (let count = 0; count < 20; count++) expect(product.shared(2)).toEqual(alone);
    await until(() => {
      pool.workersFor(product.member, 1);
      return threads.length > 1;
    });
    expect(product.shared(2)).toEqual(alone);
    endAll();
  });

  it.each([
    ['throws', 'if (command[0] >= 0) throw new Error()'],
    ['ends', 'process.exit()'],
    ['hangs', 'for (;;);'],
  ])('does the part of a worker that %s in the middle of a command', async (how, code) => {
    const { launch, threads, endAll } = inPlaceOfCommands(code);
    const product = new Product(new WorkerPool(launch, how === 'throws' ? TIMES : notMuchPatience));
    const alone = product.alone();
    await product.isReady(1);
    let calls = 0;
    await until(() => {
      expect(product.shared(2)).toEqual(alone);
      calls += 1;
      // One that throws stays; another takes the place of the others.
      return how === 'throws' ? calls === 50 : threads.length === 2;
    });
    expect(threads).toHaveLength(how === 'throws' ? 1 : 2);
    endAll();
  });

  it('says so when what was half done cannot be done again, and goes on', async () => {
    const { launch, endAll } = inPlaceOfCommands('process.exit()');
    const product = new Product(new WorkerPool(launch, notMuchPatience));
    const alone = product.alone();
    await product.isReady(1);
    await wait(50);
    expect(() => {
      for (;;) product.shared(2, ['matmul']);
    }).toThrow(
      'A worker thread has ended in the middle of a step ("matmul"), so some numbers of the model may be from before it',
    );
    expect(product.shared(2)).toEqual(alone);
    endAll();
  });

  it.each<[string, Launch]>([
    [
      'throws',
      () => {
        throw new Error('access denied');
      },
    ],
    [
      'fails later',
      (_program, onEnd) => {
        setTimeout(() => onEnd(new Error('access denied')), 1);
        return { post: () => {}, end: () => {} };
      },
    ],
  ])(
    'does everything on one thread where starting one %s, and says it once',
    async (_how, launch) => {
      const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
      const starts = jest.fn(launch);
      const product = new Product(new WorkerPool(starts, TIMES));
      const alone = product.alone();
      for (let count = 0; count < 10; count++) {
        expect(product.shared(3)).toEqual(alone);
        await wait(3);
      }
      expect(starts.mock.calls.length).toBeLessThanOrEqual(4);
      expect(warn.mock.calls).toEqual([
        [expect.stringContaining('access denied), so the compiled engine goes on with one thread')],
      ]);
      warn.mockRestore();
    },
  );

  it('never has more than fifteen workers', () => {
    const starts = jest.fn<Thread, Parameters<Launch>>(() => ({ post: () => {}, end: () => {} }));
    const pool = new WorkerPool(starts, TIMES);
    pool.workersFor(new Product(pool).member, 99);
    expect(starts).toHaveBeenCalledTimes(15);
    expect(pool.size).toBe(15);
  });
});
