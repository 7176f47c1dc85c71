import { type Activation, type Config, defineLayer } from '@tsuno/core';

/** A layer that is an activation with options of its own. */
export function activationLayer<C extends Config>(kind: string, config: C, activation: Activation) {
  const { call, lower, yields } = activation;
  return defineLayer({
    kind,
    config,
    yields,
    plan: (input) => ({ output: input, weights: [] }),
    call,
    lower,
  });
}
