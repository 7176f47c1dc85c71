import type { Activation as ActivationRule, Made, NameOf } from '@tsuno/core';
import * as activations from '../activations/index.ts';
import { described } from './weight-options.ts';

/** Keras's name for an activation, one made by a factory, or `null` for none. */
export type ActivationLike =
  | NameOf<typeof activations>
  | ActivationRule
  | (() => ActivationRule)
  | null;

/** An activation by name or made by a factory; null is the linear one. */
/* @__NO_SIDE_EFFECTS__ */
export function activation<Preset extends readonly [preset?: ActivationLike]>(
  ...preset: Preset
): Made<ActivationLike, ActivationRule, Preset> {
  const named = described<ActivationLike, ActivationRule, Preset>(
    activations,
    'activation',
    ...preset,
  );
  return {
    ...named,
    read: (given, who, name) => named.read(given ?? 'linear', who, name),
  } as typeof named;
}
