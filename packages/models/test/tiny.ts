import {
  layers,
  losses,
  optimizers,
  Sequential,
  type SequentialOptions,
} from '../../tsuno/src/index.ts';

/** Two features, two classes, and as many rows as asked for: the class is whether a·b is positive. */
export function tinyData(rows: number): { readonly x: number[][]; readonly y: number[] } {
  const x = Array.from({ length: rows }, (_, i) => [Math.sin(i + 1), Math.cos(3 * i)]);
  return { x, y: x.map(([a, b]) => (a * b > 0 ? 1 : 0)) };
}

/** A compiled model for it, with two outputs from logits. */
export function tinyModel(options: SequentialOptions = { seed: 1 }): Sequential {
  const model = new Sequential(
    [layers.Dense({ units: 4, activation: 'tanh' }), layers.Dense({ units: 2 })],
    options,
  );
  model.compile({
    optimizer: optimizers.Adam({ learningRate: 0.01 }),
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  return model;
}

/** All weights as plain numbers. */
export function weightsOf(model: Sequential): number[][] {
  return model.getWeights().map((tensor) => {
    const values = Array.from(tensor.dataSync());
    tensor.dispose();
    return values;
  });
}
