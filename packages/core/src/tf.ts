/**
 * The one door to TensorFlow.js: its core, with the cpu backend that Tsuno brings along. It is imported as a whole,
 * `import * as tf from 'tsuno/tf'`, of which bundlers keep what is used.
 * Another backend (`@tensorflow/tfjs-backend-wasm`, `-webgl`, `-webgpu`) may be registered by the user.
 *
 * Importing it registers that backend, and keeps it from advertising another one with its first tensor under Node.
 */
// First of all, because what it lends is needed while tfjs-core is evaluated.
import './lent-require.ts';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  findBackendFactory,
  getBackend,
  registerBackend,
  removeBackend,
} from '@tensorflow/tfjs-core';
import { takeRequireBack } from './lent-require.ts';

export * from '@tensorflow/tfjs-core';

takeRequireBack();
registerCpuBackend();

/**
 * Registers the cpu backend with its advertisement already spent; one that is in use is left alone. The class is named
 * here because bundlers for Node drop an import of the package that takes nothing from it, and its kernels with it.
 */
function registerCpuBackend(): void {
  if (getBackend() !== undefined) return;
  if (findBackendFactory('cpu') != null) removeBackend('cpu');
  registerBackend('cpu', () => Object.assign(new MathBackendCPU(), { firstUse: false }), 1);
}
