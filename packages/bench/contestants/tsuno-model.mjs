/** The workload as a Tsuno program. */
import { layers, losses, optimizers, Sequential } from 'tsuno';

export const denseLayers = ({ units, activation }) =>
  units.map((size, index) =>
    layers.Dense({ units: size, activation: index < units.length - 1 ? activation : 'linear' }),
  );

export const rule = (workload) => optimizers.Adam({ learningRate: workload.LEARNING_RATE });

export const loss = losses.SparseCategoricalCrossentropy({ fromLogits: true });

export function compiledModel(workload, options = {}) {
  const { inputs } = workload;
  const model = new Sequential([layers.Input({ shape: [inputs] }), ...denseLayers(workload)], {
    seed: 1,
  });
  model.compile({ optimizer: rule(workload), loss, ...options });
  return model;
}
