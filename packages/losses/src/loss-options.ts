import {
  type Config,
  REDUCTIONS,
  type Reduction,
  refuseUnknownOptions,
  requireName,
  requireOneOf,
} from '@tsuno/core';

/** The options that every loss has. */
export interface LossOptions {
  /** How the values per example become one number; `sum_over_batch_size` is their mean. */
  readonly reduction?: Reduction;
  /** What the loss is called in logs and files. */
  readonly name?: string;
}

/** Checks the common options in `config`, and refuses those that are not in it. */
export function checkLossOptions(
  kind: string,
  config: Config & Required<LossOptions>,
  unknown: object,
): void {
  requireOneOf(kind, { reduction: config.reduction }, REDUCTIONS);
  requireName(kind, config.name);
  refuseUnknownOptions(kind, unknown, Object.keys(config));
}
