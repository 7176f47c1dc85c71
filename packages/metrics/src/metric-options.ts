import { type Config, refuseUnknownOptions, requireName } from '@tsuno/core';

/** The options that every metric has. */
export interface MetricOptions<Name extends string = string> {
  /** The name under which it is reported. */
  readonly name?: Name;
}

/** Checks the common options in `config`, and refuses those that are not in it. */
export function checkMetricOptions(
  kind: string,
  config: Config & { readonly name: string },
  unknown: object,
): void {
  requireName(kind, config.name);
  refuseUnknownOptions(kind, unknown, Object.keys(config));
}
