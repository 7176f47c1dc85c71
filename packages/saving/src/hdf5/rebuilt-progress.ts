import { learningRateAt, type Optimizer } from '@tsuno/core';
import type { NamedOptimizerState } from '@tsuno/models';

/** More steps than these are refused: they would take minutes to fold. */
export const MOST_STEPS = 1e8;

/**
 * How far an optimizer is after `calls` batches, whose running products (β₁ᵗ, Nadam's Πu) no file of Keras holds: they
 * are made again, in doubles, by the steps that made them. `learningRate` is the file's, where it keeps one.
 */
export function progressAfter(
  optimizer: Optimizer,
  calls: number,
  learningRate: number | null,
): Omit<NamedOptimizerState, 'slots'> {
  const iterations = Math.floor(calls / (optimizer.handling.gradientAccumulationSteps ?? 1));
  return {
    calls,
    iterations,
    learningRate: learningRate ?? learningRateAt(optimizer.learningRate, calls),
    products: productsAfter(optimizer, iterations),
  };
}

function productsAfter(optimizer: Optimizer, steps: number): Readonly<Record<string, number>> {
  let carry = optimizer.carry;
  const names = Object.keys(carry);
  if (names.length === 0) return carry;
  for (let step = 1; step <= steps; step++) carry = optimizer.advance(carry, step);
  return carry;
}
