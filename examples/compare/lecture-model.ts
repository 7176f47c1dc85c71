import { lab, layers, losses, optimizers, Sequential } from 'tsuno';

/** The lecture's network for digits, compiled. */
export function lectureModel(seed: number): Sequential {
  const model = new Sequential(
    [
      layers.Input({ shape: [784] }),
      layers.Dense({ units: 25, activation: 'sigmoid' }),
      layers.Dense({ units: 15, activation: 'sigmoid' }),
      layers.Dense({ units: 10, activation: 'linear' }),
    ],
    { seed },
  );
  model.compile({
    optimizer: optimizers.Adam(),
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  return model;
}

/** The lecture's other two points: paths on an elongated bowl, and the rates of the parameters' own. */
export async function whatAdamDoes({ xTrain, yTrain }: lab.LabData) {
  const paths = await lab.tracePaths({
    surface: lab.functions.bowl(),
    start: [-9, 3],
    steps: 60,
    optimizers: {
      'a rate too small': optimizers.SGD({ learningRate: 0.005 }),
      'a rate too large': optimizers.SGD({ learningRate: 0.0785 }),
      'Adam at the same rate': optimizers.Adam({ learningRate: 0.0785 }),
      'Adam at a larger rate': optimizers.Adam({ learningRate: 0.5 }),
    },
  });
  const model = lectureModel(1);
  const probe = lab.probe(model, { every: 20 });
  await model.fit(xTrain, yTrain, { epochs: 3, verbose: 0, callbacks: [probe] });
  return { paths, parameters: probe.recording() };
}
