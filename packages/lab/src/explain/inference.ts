import { type CallMode, seededRng } from '@tsuno/core';

/** How a layer is called outside of training: dropout drops nothing, and what a layer would keep is let go. */
export function inferenceMode(): CallMode {
  return { training: false, step: 0, rng: seededRng(0), update() {} };
}
