import { ProgbarLogger } from '@tsuno/callbacks';
import type { Description, Loss, LowercaseNameOf, NameOf, Optimizer } from '@tsuno/core';
import { tfjsEngine } from '@tsuno/engine-tfjs';
import { wasmEngine } from '@tsuno/engine-wasm';
import * as initializers from '@tsuno/initializers';
import * as layers from '@tsuno/layers';
import * as activations from '@tsuno/layers/activations';
import * as constraints from '@tsuno/layers/constraints';
import * as regularizers from '@tsuno/layers/regularizers';
import * as losses from '@tsuno/losses';
import * as metrics from '@tsuno/metrics';
import {
  defineSequential,
  type CompileOptions as LooseOptions,
  type Reported,
  type SequentialClass,
  type SequentialConstructor,
} from '@tsuno/models';
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

/** Keras's names for optimizers: `'adam'`. */
export type OptimizerName = LowercaseNameOf<typeof optimizers>;
/** Keras's names for losses: `'sparse_categorical_crossentropy'`, `'mse'`. */
export type LossName = NameOf<typeof losses>;
/** Keras's names for metrics: `'accuracy'`, `'mae'`. */
export type MetricName = NameOf<typeof metrics> | 'accuracy' | 'acc';
/** What may stand in a list of metrics: a name, or a metric made by a factory. */
export type MetricLike = MetricName | Description<'metric'>;

/** What `compile` takes: what to train with, and what to report. */
export interface CompileOptions<
  Metrics extends readonly MetricLike[] = readonly MetricLike[],
  Weighted extends readonly MetricLike[] = readonly MetricLike[],
> extends LooseOptions<Metrics, Weighted> {
  readonly optimizer?: OptimizerName | Optimizer;
  readonly loss: LossName | Loss;
}

/**
 * A model: a stack of layers, each fed with what the one before it makes. `Names` are those of the metrics that it was
 * compiled with, `string` where they are not known; a model with known names goes wherever a `Sequential` is asked for.
 */
export interface Sequential<Names extends string = string> extends SequentialClass<Names> {
  compile<
    const Metrics extends readonly MetricLike[] = readonly [],
    const Weighted extends readonly MetricLike[] = readonly [],
  >(
    options: CompileOptions<Metrics, Weighted>,
  ): Sequential<Reported<readonly [...Metrics, ...Weighted]>['name']>;
}

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
export const Sequential: SequentialConstructor<Sequential> = defineSequential(environment);
