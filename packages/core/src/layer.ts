import type { Yields } from './activation.ts';
import type { Constraint } from './constraint.ts';
import type { OptionDeclarations } from './declare-options.ts';
import type { Config, Description } from './description.ts';
import type { Initializer } from './initializer.ts';
import type { Op } from './ops.ts';
import type { Regularizer } from './regularizer.ts';
import type { Rng } from './rng.ts';
import type { Shape } from './shape.ts';
import type * as tf from './tf.ts';

/** A weight that a layer needs. */
export interface WeightSpec<Name extends string = string> {
  readonly name: Name;
  readonly shape: Shape;
  readonly initializer: Initializer;
  /** False for what the layer itself keeps (moving averages); true by default. */
  readonly trainable?: boolean;
  /** A penalty on it that is added to the loss, while it is trained. */
  readonly regularizer?: Regularizer | null;
  /** What it is brought back to after every update. */
  readonly constraint?: Constraint | null;
}

/** Whether the optimizer moves this weight of a layer. */
export function isTrained(layer: Layer, { trainable = true }: WeightSpec): boolean {
  return layer.trainable && trainable;
}

/** What a layer makes of an input of one shape. */
export interface LayerPlan<Name extends string = string> {
  readonly output: Shape;
  /** In Keras's order: kernel, then bias. */
  readonly weights: readonly WeightSpec<Name>[];
}

/** Under which circumstances a layer is called. */
export interface CallMode {
  /** True while fitting: dropout drops, noise is added. */
  readonly training: boolean;
  /** Randomness of this layer in this step; it differs from step to step and repeats with the seed. */
  readonly rng: Rng;
  /** Which batch of the training this is, counted from 1; 0 outside of it. */
  readonly step: number;
  /** Hands in the new value of a weight that the layer itself keeps; it takes effect after the step. */
  update(weight: string, value: tf.Tensor): void;
}

/**
 * A step of the model. A layer owns no weights: it says which it needs for an input, and computes with whichever it
 * is handed.
 */
export interface Layer extends Description<'layer'> {
  /** The user's name for it; without one the model counts: `dense`, `dense_1`. */
  readonly name?: string;
  /** False freezes the layer's weights. */
  readonly trainable: boolean;
  /** What its output is; `'input'` when that is whatever came in (Flatten). */
  readonly yields?: Yields | 'input';
  /** A penalty on its outputs, divided by the batch size, that is added to the loss. */
  readonly activityRegularizer?: Regularizer | null;
  /** Whether its output depends on random numbers while training. */
  readonly isRandom: boolean;
  /** Whether its output is another one while training than in `evaluate` and `predict`. */
  readonly differsInTraining: boolean;
  /** Set by the one layer that says what the model is fed with (`Input`). */
  readonly inputShape?: Shape;
  /**
   * Checks the shape of one example and says what comes out and which weights are needed. `who` begins an error:
   * `layer "dense_1" (Dense)`.
   */
  plan(input: Shape, who: string): LayerPlan;
  /** The definition of the layer, on a batch: `x` is [batch, …input]. */
  call(x: tf.Tensor, weights: Readonly<Record<string, tf.Tensor>>, mode: CallMode): tf.Tensor;
  /** The same in a compiled engine's operations; absent, or null for this input, when there are none for it. */
  lower?(input: Shape): readonly Op[] | null;
}

/**
 * Makes a layer.
 *
 * @example
 * import { defineLayer, tf } from 'tsuno/core';
 *
 * const Double = ({ name }: { name?: string } = {}) =>
 *   defineLayer({
 *     kind: 'Double',
 *     config: { name },
 *     plan: (input) => ({ output: input, weights: [] }),
 *     call: (x) => tf.add(x, x),
 *   });
 */
export function defineLayer<Name extends string = never, C extends Config = Config>(layer: {
  readonly kind: string;
  /** `name`, `trainable` and `activityRegularizer`, when they are among the options, are taken from here. */
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly yields?: Yields | 'input';
  /** False by default. */
  readonly isRandom?: boolean;
  /** What is random differs; otherwise false by default. */
  readonly differsInTraining?: boolean;
  readonly inputShape?: Shape;
  readonly activityRegularizer?: Regularizer;
  plan(input: Shape, who: string): LayerPlan<Name>;
  call(x: tf.Tensor, weights: Readonly<Record<Name, tf.Tensor>>, mode: CallMode): tf.Tensor;
  readonly lower?: Layer['lower'];
}): Layer & { readonly config: C } {
  const { isRandom = false, differsInTraining = isRandom } = layer;
  return Object.freeze({
    ...layer,
    type: 'layer' as const,
    isRandom,
    differsInTraining,
    config: Object.freeze(layer.config),
    name: layer.config.name as string | undefined,
    trainable: layer.config.trainable !== false,
    activityRegularizer:
      layer.activityRegularizer ?? (layer.config.activityRegularizer as Regularizer) ?? null,
  });
}
