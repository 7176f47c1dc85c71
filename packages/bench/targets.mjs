/** What Tsuno wants to reach: for each network and peer, how many times Tsuno's time the peer's time should be. */
export const TRAINING_TARGETS = {
  lecture: {
    'tfjs-cpu': 80,
    'tfjs-wasm': 20,
    'jax-js': 10,
    'keras-jax': 2,
    'keras-tensorflow': 8,
  },
  big: {
    'tfjs-cpu': 50,
    'tfjs-wasm': 10,
    'jax-js': 2,
    'keras-jax': 0.35,
    'keras-tensorflow': 0.9,
  },
};

/** How many times the time of the bare kernels `fit` may take. */
export const FIT_AT_MOST = { lecture: 1.15, big: 1.05 };

/** Of a bundle with what the lecture's program uses, tfjs-core included. */
export const BUNDLE_TARGET_KB = 120;
