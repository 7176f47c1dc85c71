import { type Activation as ActivationRule, type NameOf, resolveDescription } from '@tsuno/core';
import * as activations from './activations/index.ts';

/** Keras's name for an activation, one made by a factory, or `null` for none. */
export type ActivationLike =
  | NameOf<typeof activations>
  | ActivationRule
  | (() => ActivationRule)
  | null;

/** @throws OptionError for an unknown name, with the nearest known one. */
export function resolveActivation(who: string, given: ActivationLike): ActivationRule {
  const context = { who, option: 'activation', type: 'activation' } as const;
  return resolveDescription(activations, given ?? 'linear', context) as ActivationRule;
}
