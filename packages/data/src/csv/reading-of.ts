import { type DeclaredOptions, requireOptions } from '@tsuno/core';
import type { CsvReading } from './read-rows.ts';

type Declared = Omit<CsvReading, 'isTargetGiven' | 'maxRows'> & { readonly maxRows?: number };

/** The options, checked. */
export function readingOf<D>(
  declared: DeclaredOptions<D>,
  options: unknown,
): ReturnType<DeclaredOptions<D>['read']>['config'] & CsvReading {
  requireOptions(declared.kind, options, "{ target: 'class' }");
  const { config } = declared.read([options]);
  const { maxRows = Number.POSITIVE_INFINITY } = config as Declared;
  const isTargetGiven = (options as { readonly target?: unknown }).target !== undefined;
  return { ...(config as typeof config & Declared), isTargetGiven, maxRows };
}
