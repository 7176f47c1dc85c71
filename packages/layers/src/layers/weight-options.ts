import {
  type Constraint,
  type DescriptionType,
  type Initializer,
  type Made,
  type NameOf,
  type Namespace,
  type Option,
  option,
  type Regularizer,
  resolveDescription,
} from '@tsuno/core';
import * as initializers from '@tsuno/initializers';
import * as constraints from '../constraints/index.ts';
import * as regularizers from '../regularizers/index.ts';

/** A name (`'he_normal'`) or an initializer made by a factory. */
export type InitializerLike = NameOf<typeof initializers> | Initializer;
/** A name (`'l2'`), a regularizer made by a factory, or null for none. */
export type RegularizerLike = NameOf<typeof regularizers> | Regularizer | null;
/** A name (`'non_neg'`), a constraint made by a factory, or null for none. */
export type ConstraintLike = NameOf<typeof constraints> | Constraint | null;

/** Start values: by name, or made by a factory. */
/* @__NO_SIDE_EFFECTS__ */
export function initializer(
  preset: NameOf<typeof initializers>,
): Made<InitializerLike, Initializer, [InitializerLike]> {
  return described<InitializerLike, Initializer, [InitializerLike]>(
    initializers,
    'initializer',
    preset,
  );
}

/** A penalty by name, made by a factory, or null for none. */
/* @__NO_SIDE_EFFECTS__ */
export function regularizer(): Option<RegularizerLike, Regularizer | null> {
  return option.orNull(described<RegularizerLike, Regularizer>(regularizers, 'regularizer'));
}

/** A constraint by name, made by a factory, or null for none. */
/* @__NO_SIDE_EFFECTS__ */
export function constraint(): Option<ConstraintLike, Constraint | null> {
  return option.orNull(described<ConstraintLike, Constraint>(constraints, 'constraint'));
}

/** A description by its name in `namespace`, or as a factory made it. */
/* @__NO_SIDE_EFFECTS__ */
export function described<Given, Value, Preset extends readonly [preset?: Given] = []>(
  namespace: Namespace,
  type: DescriptionType,
  ...preset: Preset
): Made<Given, Value, Preset> {
  return option.kind<Given, Value, Preset>(
    {
      takes: `the name of one of the ${type}s, or one made by a factory`,
      read: (given, who, name) =>
        resolveDescription(namespace, given, { who, option: name, type }) as Value,
    },
    ...preset,
  );
}
