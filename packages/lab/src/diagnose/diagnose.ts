export interface Finding {
  readonly id: string;
  readonly severity: 'note' | 'warning' | 'error';
  readonly layer: string | null;
  readonly title: string;
  readonly evidence: string;
  readonly advice: string;
}
export interface Diagnosis {
  readonly kind: 'diagnosis';
  readonly findings: readonly Finding[];
}
