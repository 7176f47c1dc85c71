import { type Engine, UnsupportedError } from '@tsuno/core';
import { canRunKernels } from './kernels.ts';
import { lowerPlan } from './lower-plan.ts';
import { WasmExecutor } from './wasm-executor.ts';

/**
 * The compiled engine: kernels in WebAssembly, and loops that are generated from the rules of optimizers, activations
 * and losses. It knows none of them by name; a layer or loss of the user's own that says what it does in `Op`s is
 * compiled too.
 *
 * @example
 * import { wasmEngine } from '@tsuno/engine-wasm';
 *
 * console.assert(wasmEngine.name === 'wasm');
 */
export const wasmEngine: Engine = Object.freeze<Engine>({
  name: 'wasm',
  unsupported(plan) {
    if (!canRunKernels()) return ['this platform has no WebAssembly with SIMD'];
    const lowered = lowerPlan(plan);
    return isReasons(lowered) ? lowered : [];
  },
  prepare(plan, weights, rng) {
    const lowered = lowerPlan(plan);
    if (isReasons(lowered)) {
      throw new UnsupportedError(
        `The compiled engine cannot run this model: ${lowered.join('; ')}.`,
      );
    }
    return new WasmExecutor(plan, lowered, weights, rng);
  },
});

function isReasons(lowered: ReturnType<typeof lowerPlan>): lowered is readonly string[] {
  return Array.isArray(lowered);
}
