import { type CompiledLoop, compileLoops, instantiateLoops, type Loop } from './compile-rules.ts';
import { type Dispatch, dispatchHere, dispatchOver } from './dispatch.ts';
import { compileKernels, FIRST_FREE_BYTE, instantiateKernels, type Kernels } from './kernels.ts';
import { MOST_PAGES, newMemory } from './memory.ts';
import { startWorkers } from './worker-pool.ts';

/** A memory with everything that computes on it. */
export interface Machine {
  readonly memory: WebAssembly.Memory;
  /** The kernels, on the calling thread. */
  readonly kernels: Kernels;
  /** Kernels and loops by name, over all threads. */
  readonly call: Dispatch;
  /** Ends the threads beside the calling one. */
  readonly stop: () => void;
}

/** A machine for these loops, with so many bytes of memory to begin with. */
export function startMachine(loops: readonly Loop[], bytes: number, threads: number): Machine {
  const maximum = threads > 1 ? MOST_PAGES : null;
  const memory = newMemory(bytes, threads > 1);
  const modules = { kernels: compileKernels(maximum), loops: compileLoops(loops, maximum) };
  const { exports } = instantiateKernels(memory, modules.kernels);
  const functions = {
    ...(exports as Record<string, CompiledLoop>),
    ...instantiateLoops(memory, exports, modules.loops),
  };
  const kernels = exports as unknown as Kernels;
  if (threads === 1) return { memory, kernels, call: dispatchHere(functions), stop: () => {} };
  const names = Object.keys(functions);
  const start = { memory, ...modules, functions: names, control: FIRST_FREE_BYTE };
  const pool = startWorkers(threads, start);
  return { memory, kernels, call: dispatchOver(pool, threads, functions, names), stop: pool.stop };
}
