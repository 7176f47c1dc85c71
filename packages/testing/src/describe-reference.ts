/** What says which numbers are right for a concept whose numbers Keras cannot give. */
export interface Reference {
  /** As the conformance tests call it: `optimizer AdaBelief`. */
  readonly concept: string;
  /** Where the numbers come from. Numbers of Keras itself are made by `goldens/make_goldens.py` instead. */
  readonly kind: 'PyTorch' | 'closed form' | 'finite differences';
  /** The paper or the program, so that somebody else finds it. */
  readonly source: string;
}

/**
 * `describe` for the tests that hold a concept against a reference other than Keras. The conformance tests look for
 * these calls: each concept has one, or golden values.
 */
export function describeReference({ concept, kind, source }: Reference, tests: () => void): void {
  describe(`${concept}, by ${kind} (${source})`, tests);
}
