import { OptionError, show } from '@tsuno/core';
import type { Comparison } from '../compare/compare-optimizers.ts';
import type { Sweep } from '../compare/sweep-learning-rates.ts';
import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Explanation } from '../explain/explain-step.ts';
import type { Paths } from '../paths/trace-paths.ts';
import type { Recording } from '../probe/probe.ts';

/** Whatever the lab finds out. All of them are plain data; `kind` tells them apart. */
export type Result = Comparison | Sweep | Paths | Recording | Explanation | Diagnosis;

/** Numbers and words in rows. */
export interface ResultTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

const KINDS: readonly string[] = [
  'comparison',
  'sweep',
  'paths',
  'probe',
  'explanation',
  'diagnosis',
] satisfies readonly Result['kind'][];

/** @throws OptionError for what is no result of the lab. */
export function requireResult(who: string, result: unknown): asserts result is Result {
  if (typeof result === 'object' && result !== null && 'kind' in result) {
    if (KINDS.includes(result.kind as string) && !('config' in result)) return;
  }
  const isProbe = typeof (result as { recording?: unknown } | null)?.recording === 'function';
  throw new OptionError(
    `${who}: the result must be one that the lab gave, such as that of compareOptimizers, got ${show(result)}.${isProbe ? ' Of a probe, give recording().' : ''}`,
  );
}
