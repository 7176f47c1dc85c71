/** Something that stands out, with the numbers that say so. */
export interface Finding {
  readonly id:
    | 'diverged'
    | 'rate-too-large'
    | 'rate-too-small'
    | 'saturated-units'
    | 'dead-units'
    | 'vanishing-gradients'
    | 'output-mismatch';
  /** `error`: nothing can be learned like this. `warning`: it learns worse than it could. */
  readonly severity: 'warning' | 'error';
  /** The layer's name, where it is about one. */
  readonly layer: string | null;
  /** A sentence. */
  readonly title: string;
  /** The numbers. */
  readonly evidence: string;
  /** What to try. */
  readonly advice: string;
}

/** What was measured of one layer. */
export interface LayerMeasure {
  readonly layer: string;
  readonly activation: string;
  /** The share of outputs so near 0 or 1 (for tanh −1 or 1) that hardly a gradient passes; null for others. */
  readonly saturated: number | null;
  /** The share of units that gave 0 for every example; null for others than relu. */
  readonly dead: number | null;
  /** The gradient's size: the root of its mean square over the layer's weights; null for a layer without. */
  readonly gradient: number | null;
}
