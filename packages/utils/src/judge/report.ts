/** How well a class, or an average of them, was told. */
export interface ClassScores {
  /** Of those taken for it, the share that were. */
  readonly precision: number;
  /** Of those that were, the share taken for it. */
  readonly recall: number;
  /** The harmonic mean of both. */
  readonly f1Score: number;
  /** How many examples there are. */
  readonly support: number;
}

export interface ClassificationReport {
  /** A class each, in the order of their numbers. */
  readonly classes: readonly (ClassScores & { readonly name: string })[];
  /** The share of examples that were told right. */
  readonly accuracy: number;
  /** The mean of the classes. */
  readonly macroAverage: ClassScores;
  /** The mean of the classes, each counted by its examples. */
  readonly weightedAverage: ClassScores;
  /** scikit-learn's table. */
  toString(): string;
}
