import { KERNELS } from './kernels.gen.ts';
import { withSharedMemory } from './shared-memory.ts';

export type { Kernels } from './kernels.gen.ts';

/** Below this address AssemblyScript may keep data of its own. */
export const FIRST_FREE_BYTE = 1024;

export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(KERNELS), (sign) => sign.charCodeAt(0));
}

/** The kernels, for a memory of one's own or (with `maximum` pages) one that threads share. */
export function compileKernels(maximum: number | null = null): WebAssembly.Module {
  const bytes = kernelBytes();
  return new WebAssembly.Module(maximum === null ? bytes : withSharedMemory(bytes, maximum));
}

export function instantiateKernels(
  memory: WebAssembly.Memory,
  module: WebAssembly.Module = compileKernels(),
): WebAssembly.Instance {
  const abort = () => {
    throw new Error('A kernel of the compiled engine has stopped: this is a bug in Tsuno.');
  };
  return new WebAssembly.Instance(module, { env: { memory, abort } });
}

/** Whether this platform runs the kernels: WebAssembly with 128-bit SIMD. */
export function canRunKernels(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(kernelBytes());
}
