import type { Arith } from './arith.ts';

/** A function of single numbers with its derivative, written once for every engine. */
export interface ElementwiseRule {
  /** y = f(x). */
  forward<T>(k: Arith<T>, x: T): T;
  /** dy·f′(x), from the output y where that suffices and from x where it does not. */
  backward<T>(k: Arith<T>, y: T, dy: T, x: T): T;
}

/** A loss of a single target and output with its derivative by the output, written once for every engine. */
export interface LossRule {
  value<T>(k: Arith<T>, target: T, output: T): T;
  derivative<T>(k: Arith<T>, target: T, output: T): T;
}

/** A penalty on a single number with its derivative, written once for every engine. */
export interface PenaltyRule {
  value<T>(k: Arith<T>, w: T): T;
  derivative<T>(k: Arith<T>, w: T): T | number;
}

/**
 * A function of a number and of a random one, written once for every engine: dropout, noise. `u` is uniform in [0, 1).
 * It acts in training alone.
 */
export interface RandomRule {
  forward<T>(k: Arith<T>, x: T, u: T): T;
  /** dy·∂f/∂x. */
  backward<T>(k: Arith<T>, dy: T, u: T, x: T): T;
}
