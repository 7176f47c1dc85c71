/**
 * The cpu backend of a page: with the kernels of those operations that the page uses, and no others. The build writes
 * `tf-page.js`, the door to tfjs for pages (`packages/testing/build/page-door.mjs`), which takes the place of `tf.ts` there.
 * It ties each operation to its kernels with {@link linked}, so that a bundler which drops an operation drops them too.
 *
 * They are registered when the backend starts: kernels that the page imports itself are registered by then, and tfjs
 * complains about none that comes twice.
 */
import {
  engine,
  findBackendFactory,
  getBackend,
  getKernel,
  type KernelBackend,
  type KernelConfig,
  registerBackend,
  registerKernel,
  removeBackend,
} from '@tensorflow/tfjs-core';

const CPU = 'cpu';
const waiting: KernelConfig[] = [];
const backend = { hasStarted: false };

/** The operation, whose kernels the backend has from now on. */
export function linked<T>(operation: T, kernels: readonly KernelConfig[]): T {
  if (backend.hasStarted) kernels.forEach(register);
  else waiting.push(...kernels);
  return operation;
}

function register(kernel: KernelConfig): void {
  if (getKernel(kernel.kernelName, CPU) == null) registerKernel(kernel);
}

function start(): void {
  backend.hasStarted = true;
  for (const kernel of waiting.splice(0)) register(kernel);
}

/** Registers the backend with its advertisement already spent; one that is in use is left alone. */
export function registerPageBackend(CpuBackend: new () => KernelBackend): void {
  explainMissingKernels();
  if (getBackend() !== undefined) {
    start();
    return;
  }
  if (findBackendFactory(CPU) != null) removeBackend(CPU);
  const make = () => {
    start();
    return Object.assign(new CpuBackend(), { firstUse: false });
  };
  registerBackend(CPU, make, 1);
  // Tfjs's own, imported after this one, is the same backend: a page need not be warned that there is one.
  const tfjs = engine();
  const registerAny = tfjs.registerBackend.bind(tfjs);
  tfjs.registerBackend = (name, factory, priority) =>
    name === CPU && findBackendFactory(CPU) === make ? false : registerAny(name, factory, priority);
}

/** An operation that did not come through Tsuno brings no kernel: tfjs's error would not say what to do. */
function explainMissingKernels(): void {
  const tfjs = engine();
  const runKernel = tfjs.runKernel.bind(tfjs) as typeof tfjs.runKernel;
  tfjs.runKernel = (name, inputs, attributes) => {
    try {
      return runKernel(name, inputs, attributes);
    } catch (error) {
      if (tfjs.backendName !== CPU || getKernel(name, CPU) != null) throw error;
      // An Error like tfjs's own: this file stands alone, and a second TsunoError would be none.
      throw new Error(
        `tf: expected a kernel "${name}" on the cpu backend, got none: in a page, Tsuno brings the kernels of the ` +
          "operations that are taken from it. Take the operation from there, import { tf } from 'tsuno', or bring all " +
          "kernels with import '@tensorflow/tfjs-backend-cpu'.",
      );
    }
  };
}
