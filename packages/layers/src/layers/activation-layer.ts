import {
  type Activation,
  type Described,
  defineLayer,
  type Layer,
  type OptionDeclarations,
} from '@tsuno/core';

/** A layer that is an activation, with the options that it is described by. */
export function activationLayer(
  described: Described<OptionDeclarations>,
  activation: Activation,
): Layer {
  return defineLayer({
    ...described,
    yields: activation.yields,
    plan: (input) => ({ output: activation.output?.(input) ?? input, weights: [] }),
    call: (x) => activation.call(x),
    lower: activation.lower,
  });
}
