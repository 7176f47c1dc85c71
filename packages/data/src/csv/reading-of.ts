import { type DeclaredOptions, requireOptions } from '@tsuno/core';
import type { CellFormat } from './csv-column.ts';
import { requireApart } from './plan-columns.ts';
import type { CsvReading } from './read-rows.ts';

type Declared = Omit<CsvReading, 'given' | 'format' | 'maxRows'> &
  CellFormat & { readonly maxRows?: number };

/** The options, checked. */
export function readingOf<D>(
  declared: DeclaredOptions<D>,
  options: unknown,
): ReturnType<DeclaredOptions<D>['read']>['config'] & CsvReading {
  requireOptions(declared.kind, options, "{ target: 'class' }");
  const { config } = declared.read([options]);
  const read = config as typeof config & Declared;
  const { maxRows = Number.POSITIVE_INFINITY, decimal, thousands, missingValues } = read;
  const given = options as CsvReading['given'];
  const format = { decimal, thousands, missingValues };
  // With `like`, only what both say together counts.
  if (read.like === undefined) requireApart(declared.kind, format);
  return { ...read, format: Object.freeze(format), given, maxRows };
}
