// Registers the derivatives that tfjs-core lacks.
import './gradients.ts';
import type { Engine } from '@tsuno/core';
import { TfjsExecutor } from './tfjs-executor.ts';

/**
 * The reference engine: any layer, any loss, any metric, on whichever tfjs backend is active (`tf.setBackend`).
 *
 * @example
 * import { tfjsEngine } from 'tsuno/engine-tfjs';
 *
 * console.assert(tfjsEngine.name === 'tfjs');
 */
export const tfjsEngine: Engine = Object.freeze<Engine>({
  name: 'tfjs',
  unsupported: () => [],
  prepare(plan, weights, rng) {
    return new TfjsExecutor(plan, weights, rng);
  },
});
