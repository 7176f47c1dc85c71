import { golden } from '../../../testing/src/index.ts';

/** What scikit-learn says of truth and prediction. */
export interface Judged {
  readonly truth: number[];
  readonly predicted: number[];
  readonly classNames: string[] | null;
  readonly options: { readonly digits?: number; readonly zeroDivision?: 0 | 1 };
  readonly report: string;
  readonly scores: Readonly<Record<string, number | Readonly<Record<string, number>>>>;
  readonly matrices: Readonly<Record<string, number[][]>>;
}

export const judged = golden<{ judged: Judged[] }>('utils.json').judged.map(
  (each, index) => [index + 1, each] as const,
);
