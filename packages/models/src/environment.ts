import type { Callback, Engine, Metric, Namespace, Shape } from '@tsuno/core';
import type { Saver } from './saver.ts';

/**
 * What a Sequential knows of the world: it imports no layer, loss, optimizer or engine itself, it is handed the
 * namespaces. Names in `compile` and in JSON are looked up there.
 */
export interface Environment {
  /** In order of preference; the last runs anything. */
  readonly engines: readonly Engine[];
  readonly layers: Namespace;
  readonly activations: Namespace;
  readonly constraints?: Namespace;
  readonly initializers: Namespace;
  readonly regularizers?: Namespace;
  readonly schedules?: Namespace;
  readonly losses: Namespace;
  readonly metrics: Namespace;
  readonly optimizers: Namespace;
  /** What the string 'accuracy' means for targets and outputs of these shapes. */
  readonly accuracyFor: (target: Shape, output: Shape, name: string) => Metric;
  /** The progress display for `verbose` 1 and 2. */
  readonly progress: () => Callback;
  /** Ways to files, loaded when the first model is saved or opened. */
  readonly saving?: () => Promise<Saver>;
}
