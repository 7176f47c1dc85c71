import type { DescriptionJson, Shape } from '@tsuno/core';

/** A model as JSON: its layers, and how it was compiled. Weights are not in it. */
export interface SequentialJson {
  readonly kind: 'Sequential';
  readonly config: {
    readonly name: string;
    readonly seed: number | null;
    readonly layers: readonly DescriptionJson[];
    /** The shape of one example, once the model is built. */
    readonly inputShape: Shape | null;
  };
  readonly compileConfig: {
    readonly optimizer: DescriptionJson;
    readonly loss: DescriptionJson;
    readonly metrics: readonly (string | DescriptionJson)[];
    readonly weightedMetrics: readonly (string | DescriptionJson)[];
    readonly jitCompile: 'auto' | boolean;
    readonly threads: number;
  } | null;
}
