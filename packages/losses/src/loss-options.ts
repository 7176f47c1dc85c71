import {
  type DeclaredOptions,
  declareOptions,
  type OptionDeclarations,
  type OptionsOf,
  option,
  REDUCTIONS,
  type Shown,
} from '@tsuno/core';

const COMMON = {
  /** How the values per example become one number; `sum_over_batch_size` is their mean. */
  reduction: option.oneOf(REDUCTIONS, 'sum_over_batch_size'),
  /** What the loss is called in logs and files. */
  name: option.text('loss'),
};

/** The options that every loss has. */
export interface LossOptions extends OptionsOf<DeclaredOptions<typeof COMMON>>, Shown {}

/** Declares a loss's options: its own, and those that all losses have; `name` is what it is called by default. */
/* @__NO_SIDE_EFFECTS__ */
export function declareLoss<D extends OptionDeclarations>(
  kind: string,
  name: string,
  own: D,
): DeclaredOptions<D & typeof COMMON> {
  return declareOptions(kind, { ...own, ...COMMON, name: option.text(name) });
}
