/** What the lecture's program uses, for the bundle's size. */
import { layers, losses, optimizers, Sequential } from 'tsuno';

const model = new Sequential([
  layers.Dense({ units: 25, activation: 'sigmoid' }),
  layers.Dense({ units: 15, activation: 'sigmoid' }),
  layers.Dense({ units: 10, activation: 'linear' }),
]);
model.compile({
  optimizer: optimizers.Adam({ learningRate: 1e-3 }),
  loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
});
export const train = (x, y) => model.fit(x, y, { epochs: 10 });
