import { layers, losses, type Optimizer, optimizers, Sequential } from '../../tsuno/src/index.ts';

/** Ten inputs of very different sizes, and what a line through them would give: the lecture's w₁ … w₁₀ and b. */
export const tenInputs = {
  x: Array.from({ length: 40 }, (_, row) =>
    Array.from({ length: 10 }, (_, column) => Math.sin(1 + row * (column + 2)) * 4 ** (column - 5)),
  ),
  y: Array.from({ length: 40 }, (_, row) => Math.cos(row)),
};

/** One unit for them, compiled. */
export function oneUnit(
  optimizer: Optimizer = optimizers.Adam({ learningRate: 0.01 }),
): Sequential {
  const model = new Sequential([layers.Input({ shape: [10] }), layers.Dense({ units: 1 })], {
    seed: 3,
  });
  model.compile({ optimizer, loss: losses.MeanSquaredError() });
  return model;
}
