import {
  type Constraint,
  type Initializer,
  type NameOf,
  type Regularizer,
  resolveDescription,
} from '@tsuno/core';
import * as initializers from '@tsuno/initializers';
import * as constraints from './constraints/index.ts';
import * as regularizers from './regularizers/index.ts';

/** A name (`'he_normal'`) or an initializer made by a factory. */
export type InitializerLike = NameOf<typeof initializers> | Initializer;
/** A name (`'l2'`), a regularizer made by a factory, or null for none. */
export type RegularizerLike = NameOf<typeof regularizers> | Regularizer | null;
/** A name (`'non_neg'`), a constraint made by a factory, or null for none. */
export type ConstraintLike = NameOf<typeof constraints> | Constraint | null;

type KindOf<Option> = Option extends `${string}Initializer`
  ? Initializer
  : Option extends `${string}Constraint`
    ? Constraint | null
    : Regularizer | null;

const NAMESPACES = {
  initializer: initializers,
  regularizer: regularizers,
  constraint: constraints,
} as const;

/**
 * Options such as `kernelInitializer` or `biasRegularizer`, with names resolved: what an option takes follows from how
 * its own name ends.
 *
 * @throws OptionError for unknown names, with the nearest known one.
 */
export function resolveWeightOptions<O extends Readonly<Record<string, unknown>>>(
  who: string,
  options: O,
): { readonly [Option in keyof O]: KindOf<Option> } {
  const resolved = Object.entries(options).map(([option, given]) => {
    const type = (/[A-Z][a-z]+$/.exec(option)?.[0] ?? '').toLowerCase() as keyof typeof NAMESPACES;
    if (given === null && type !== 'initializer') return [option, null];
    return [option, resolveDescription(NAMESPACES[type], given, { who, option, type })];
  });
  return Object.fromEntries(resolved);
}
