import {
  type DeclaredOptions,
  declareOptions,
  type OptionDeclarations,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import { regularizer } from './weight-options.ts';

const COMMON = {
  /** Unique in its model; without it the model counts: `dense`, `dense_1`. */
  name: option.optional(option.text()),
};

const WEIGHTED = {
  /** False freezes the weights. */
  trainable: option.boolean(true),
  /** A penalty on the outputs, divided by the batch size, that is added to the loss. */
  activityRegularizer: regularizer(),
};

/** The options that every layer has. */
export interface LayerOptions extends OptionsOf<DeclaredOptions<typeof COMMON>>, Shown {}

/** The options of layers with weights. */
export interface WeightedLayerOptions
  extends OptionsOf<DeclaredOptions<typeof WEIGHTED & typeof COMMON>>,
    Shown {}

const HINTS = {
  inputShape:
    'inputShape is not an option. Put layers.Input({ shape: [...] }) in front of the layer, or leave it out: the model is built from its first data.',
};

/** Declares a layer's options: its own, and those that all layers have. */
/* @__NO_SIDE_EFFECTS__ */
export function declareLayer<D extends OptionDeclarations>(
  kind: string,
  own: D,
): DeclaredOptions<D & typeof COMMON> {
  return declareOptions(kind, { ...own, ...COMMON }, HINTS);
}

/** The same for a layer that has weights. */
/* @__NO_SIDE_EFFECTS__ */
export function declareWeightedLayer<D extends OptionDeclarations>(
  kind: string,
  own: D,
): DeclaredOptions<D & typeof WEIGHTED & typeof COMMON> {
  return declareLayer(kind, { ...own, ...WEIGHTED });
}
