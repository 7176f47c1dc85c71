import { ProgbarLogger } from '@tsuno/callbacks';
import { tfjsEngine } from '@tsuno/engine-tfjs';
import { wasmEngine } from '@tsuno/engine-wasm';
import * as initializers from '@tsuno/initializers';
import * as layers from '@tsuno/layers';
import * as activations from '@tsuno/layers/activations';
import * as constraints from '@tsuno/layers/constraints';
import * as regularizers from '@tsuno/layers/regularizers';
import * as losses from '@tsuno/losses';
import * as metrics from '@tsuno/metrics';
import { defineSequential, type Sequential as SequentialOf } from '@tsuno/models';
import * as optimizers from '@tsuno/optimizers';

/** All that there is. Not for users: tests exchange a part of it. */
export const environment = {
  engines: [wasmEngine, tfjsEngine],
  layers,
  activations,
  constraints,
  initializers,
  regularizers,
  schedules: optimizers.schedules,
  losses,
  metrics,
  optimizers,
  accuracyFor: metrics.accuracyFor,
  progress: () => ProgbarLogger(),
  saving: () => import('@tsuno/saving'),
};

/**
 * A stack of layers, each fed with what the one before it makes: Keras's Sequential, with all of Tsuno's names and
 * engines in reach.
 *
 * @see https://keras.io/api/models/sequential/
 * @example
 * import { layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([
 *   layers.Dense({ units: 25, activation: 'sigmoid' }),
 *   layers.Dense({ units: 15, activation: 'sigmoid' }),
 *   layers.Dense({ units: 10, activation: 'linear' }),
 * ]);
 * model.compile({
 *   optimizer: optimizers.Adam({ learningRate: 1e-3 }),
 *   loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
 * });
 */
export const Sequential = defineSequential(environment);

export type Sequential = SequentialOf<typeof environment>;
