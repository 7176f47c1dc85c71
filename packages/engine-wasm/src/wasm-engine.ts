import { type Engine, type TrainPlan, UnsupportedError } from '@tsuno/core';
import { tooLarge } from './batch-room.ts';
import { canRunKernels } from './kernels.ts';
import { lowerPlan, type Network } from './lower-plan.ts';
import { WasmExecutor } from './wasm-executor.ts';

/**
 * The compiled engine: kernels in WebAssembly, and loops that are generated from the rules of optimizers, activations
 * and losses. It knows none of them by name; a layer or loss of the user's own that says what it does in `Op`s is
 * compiled too.
 *
 * @example
 * import { wasmEngine } from 'tsuno/engine-wasm';
 *
 * console.assert(wasmEngine.name === 'wasm');
 */
export const wasmEngine: Engine = Object.freeze<Engine>({
  name: 'wasm',
  unsupported(plan) {
    if (!canRunKernels()) return ['this platform has no WebAssembly with SIMD'];
    const network = networkOf(plan);
    return isReasons(network) ? network : [];
  },
  prepare(plan, weights, rng) {
    const network = networkOf(plan);
    if (isReasons(network)) {
      throw new UnsupportedError(
        `The compiled engine cannot run this model: ${network.join('; ')}.`,
      );
    }
    return new WasmExecutor(plan, network, weights, rng);
  },
});

/** The network of a plan if one memory can hold it, or every reason why there is none. */
function networkOf(plan: TrainPlan): Network | readonly string[] {
  const network = lowerPlan(plan);
  if (isReasons(network)) return network;
  const reason = tooLarge(network);
  return reason === null ? network : [reason];
}

function isReasons(network: Network | readonly string[]): network is readonly string[] {
  return Array.isArray(network);
}
