import { type DeclaredOptions, type Described, requireOptions } from '@tsuno/core';

/** The options of a function that takes other arguments before them. @throws OptionError as `declared.read`. */
export function readOptions<D>(
  declared: DeclaredOptions<D>,
  options: unknown,
  example: string,
): Described<D>['config'] {
  requireOptions(declared.kind, options, example);
  return declared.read([options]).config;
}
