/**
 * The one door to TensorFlow.js: its core, with the cpu backend that Tsuno brings along.
 * Another backend (`@tensorflow/tfjs-backend-wasm`, `-webgl`, `-webgpu`) may be registered by the user.
 */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

export { tf };
