/**
 * The one door to TensorFlow.js: its core, with the cpu backend that Tsuno brings along. It is imported as a whole,
 * `import * as tf from '@tsuno/core/tf'`, of which bundlers keep what is used.
 * Another backend (`@tensorflow/tfjs-backend-wasm`, `-webgl`, `-webgpu`) may be registered by the user.
 *
 * Importing it registers that backend, and keeps it from advertising another one with its first tensor under Node.
 */
import '@tensorflow/tfjs-backend-cpu';
import {
  findBackendFactory,
  getBackend,
  registerBackend,
  removeBackend,
} from '@tensorflow/tfjs-core';

export * from '@tensorflow/tfjs-core';

quietCpuBackend();

/** Has the cpu backend made with its advertisement already spent. One that is in use is left alone. */
function quietCpuBackend(): void {
  const make = findBackendFactory('cpu');
  if (make == null || getBackend() !== undefined) return;
  removeBackend('cpu');
  registerBackend('cpu', () => Object.assign(make(), { firstUse: false }), 1);
}
