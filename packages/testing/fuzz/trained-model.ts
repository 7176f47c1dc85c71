import { layers, optimizers, Sequential } from '../../tsuno/src/index.ts';

const X = Array.from({ length: 16 }, (_, i) => [Math.sin(i), Math.cos(i)]);

/** A model with accumulators and weights that are not trained. */
export async function trained(): Promise<Sequential> {
  const model = new Sequential(
    [
      layers.Dense({ units: 3, activation: 'tanh' }),
      layers.BatchNormalization(),
      layers.Dense({ units: 1 }),
    ],
    { seed: 1 },
  );
  model.compile({ optimizer: optimizers.Adam({ amsgrad: true }), loss: 'mse', jitCompile: false });
  await model.fit(
    X,
    X.map(([a]) => [a]),
    { epochs: 1, batchSize: 8, verbose: 0 },
  );
  return model;
}

/** All of a model, as a text that is the same for the same model. */
export function stateOf(model: Sequential): string {
  const { optimizerState, weights } = model;
  const plain = (_: string, value: unknown) =>
    value instanceof Float32Array ? Array.from(value) : value;
  return JSON.stringify([model.toJSON(), weights, optimizerState], plain);
}
