/**
 * The one door to TensorFlow.js: its core, with the cpu backend that Tsuno brings along. It is imported as a whole,
 * `import * as tf from '@tsuno/core/tf'`, of which bundlers keep what is used.
 * Another backend (`@tensorflow/tfjs-backend-wasm`, `-webgl`, `-webgpu`) may be registered by the user.
 */
import '@tensorflow/tfjs-backend-cpu';

export * from '@tensorflow/tfjs-core';
