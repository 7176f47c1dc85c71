import { type CompiledLoop, compileLoops, instantiateLoops, type Loop } from './compile-rules.ts';
import { type Dispatch, dispatchHere, dispatchOver } from './dispatch.ts';
import { compileKernels, instantiateKernels, type Kernels } from './kernels.ts';
import { MOST_PAGES, newMemory } from './memory.ts';
import { WorkerPool } from './worker-pool.ts';

/** A memory with everything that computes on it. */
export interface Machine {
  readonly memory: WebAssembly.Memory;
  /** The kernels, on the calling thread. */
  readonly kernels: Kernels;
  /** Kernels and loops by name, over all threads. */
  readonly call: Dispatch;
  /** Lets go of the threads beside the calling one; without them everything goes on here. */
  readonly stop: () => void;
}

/** One for the process: threads are the machine's, not a model's. */
const POOL = new WorkerPool();

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
  const member = POOL.enroll({ memory, ...modules, functions: Object.keys(functions) });
  const overwriting = new Set(loops.filter(overwrites).map(({ name }) => name));
  const call = dispatchOver(functions, { pool: POOL, member, threads, overwriting });
  return { memory, kernels, call, stop: releaseOf(member.id) };
}

/** Made apart from the machine: what is kept for the day when a machine is collected must not keep it. */
function releaseOf(member: number): () => void {
  return () => POOL.release(member);
}

/** Whether a loop writes where it reads. */
function overwrites({ graph, writes }: Loop): boolean {
  return graph.nodes.some((node) => node.op === 'input' && writes.includes(node.index));
}
