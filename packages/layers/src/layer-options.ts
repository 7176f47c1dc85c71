import {
  type Config,
  OptionError,
  refuseUnknownOptions,
  requireBoolean,
  requireName,
} from '@tsuno/core';
import type { RegularizerLike } from './weight-options.ts';

/** The options that every layer has. */
export interface LayerOptions {
  /** Unique in its model; without it the model counts: `dense`, `dense_1`. */
  readonly name?: string;
}

/** The options of layers that have weights. */
export interface WeightedLayerOptions extends LayerOptions {
  /** False freezes the weights. */
  readonly trainable?: boolean;
  /** A penalty on the outputs, divided by the batch size, that is added to the loss. */
  readonly activityRegularizer?: RegularizerLike;
}

/** Checks the common options in `config`, and refuses those that are not in it. */
export function checkLayerOptions(kind: string, config: Config, unknown: object): void {
  requireName(kind, config.name);
  if ('trainable' in config) requireBoolean(kind, { trainable: config.trainable });
  if ('inputShape' in unknown) {
    throw new OptionError(
      `${kind}: inputShape is not an option. Put layers.Input({ shape: [...] }) in front of the layer, or leave it out: the model is built from its first data.`,
    );
  }
  refuseUnknownOptions(kind, unknown, Object.keys(config));
}
