import {
  type ConfigOf,
  type DeclaredOptions,
  type Described,
  declareOptions,
  type OptionDeclarations,
  type OptionsOf,
  option,
} from '@tsuno/core';

/** The options that every metric has. */
export interface MetricOptions<Name extends string = string> {
  /** The name under which it is reported. */
  readonly name?: Name;
}

/** A metric's own options: an interface with its name is `extends OwnOptionsOf<typeof declared>, MetricOptions<Name>`. */
export type OwnOptionsOf<Declared> =
  Declared extends DeclaredMetric<infer D> ? OptionsOf<DeclaredOptions<D>> : never;

/** The options of one metric, which it reads its arguments with. */
export interface DeclaredMetric<D> {
  read<Name extends string>(
    given: ArrayLike<unknown>,
  ): Described<D> & { readonly config: ConfigOf<D> & { readonly name: Name } };
}

/** Declares a metric's options: its own, and the name under which it is reported. */
/* @__NO_SIDE_EFFECTS__ */
export function declareMetric<D extends OptionDeclarations>(
  kind: string,
  name: string,
  own: D,
): DeclaredMetric<D> {
  return declareOptions(kind, { ...own, name: option.text(name) }) as never;
}
