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
