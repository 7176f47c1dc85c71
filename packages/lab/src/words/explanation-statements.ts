import { showNumber } from '../compare/measure.ts';
import type { Explanation } from '../explain/explain-step.ts';

/** The step in a sentence. */
export function explanationStatements({
  optimizer,
  parameter,
  step,
  before,
  after,
  lines,
  learningRate,
}: Explanation): readonly string[] {
  const moved = lines[lines.length - 1].value;
  const share = Math.abs(moved) / learningRate;
  return [
    `Step ${step} of ${optimizer} moves ${parameter} by ${showNumber(moved)}, from ${before.toPrecision(6)} to ${after.toPrecision(6)}.`,
    `That is ${showNumber(share)} times the learning rate α = ${showNumber(learningRate)}, for a gradient of ${showNumber(lines[0].value)}.`,
  ];
}
