import {
  lab,
  layers,
  losses,
  type Optimizer,
  optimizers,
  Sequential,
} from '../../tsuno/src/index.ts';

const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), Math.cos(2 * i), Math.sin(3 * i + 1)]);
const y = x.map(([a, b, c]) => a - 2 * b + c * c);

const schedule = optimizers.schedules.ExponentialDecay({
  initialLearningRate: 0.01,
  decaySteps: 3,
  decayRate: 0.9,
});

/** What is done around the update, in every way there is. */
const HANDLINGS: readonly optimizers.AdamOptions[] = [
  {},
  { useEma: true, emaMomentum: 0.5 },
  { useEma: true, emaOverwriteFrequency: 2 },
  { gradientAccumulationSteps: 2 },
  { clipnorm: 0.1, weightDecay: 0.01 },
  { globalClipnorm: 0.1, useEma: true, gradientAccumulationSteps: 3 },
  { clipvalue: 0.1, learningRate: schedule },
];

const FACTORIES = [
  optimizers.SGD,
  optimizers.Adagrad,
  optimizers.Adadelta,
  optimizers.RMSprop,
  optimizers.Adam,
  optimizers.AdamW,
  optimizers.Adamax,
  optimizers.Nadam,
  optimizers.Lion,
  optimizers.Ftrl,
] as readonly ((options: optimizers.AdamOptions) => Optimizer)[];

const CASES = FACTORIES.flatMap((make) =>
  HANDLINGS.map((handling) => [make.name, JSON.stringify(handling), make, handling] as const),
);

function modelWith(optimizer: Optimizer, jitCompile: boolean): Sequential {
  const model = new Sequential(
    [
      layers.Input({ shape: [3] }),
      layers.Dense({ units: 4, activation: 'tanh' }),
      layers.BatchNormalization(),
      layers.Dropout({ rate: 0.3 }),
      layers.Dense({ units: 1 }),
    ],
    { seed: 5 },
  );
  model.compile({ optimizer, loss: losses.MeanSquaredError(), jitCompile });
  return model;
}

/** Everything that can be seen of a model, and what it does next. */
const stateOf = (model: Sequential) => ({
  weights: model.weights.map(({ path, values }) => [path, [...values]]),
  optimizer: model.optimizerState && JSON.stringify(model.optimizerState, plain),
  learningRate: model.learningRate,
  history: model.history && JSON.stringify(model.history),
});
const plain = (_key: string, value: unknown) =>
  value instanceof Float32Array ? [...value] : value;

/** Everything of the lab that looks at a model. */
async function lookAt(model: Sequential): Promise<void> {
  const parameters = [
    { layer: 'dense', index: [1, 2] },
    { layer: 'dense_1', index: [3, 0] },
  ] as const;
  for (const parameter of parameters) {
    // What it refuses must leave the model alone just as well.
    await lab.explainStep({ model, x, y, ...parameter }).catch((error: Error) => {
      if (error.name !== 'UnsupportedError') throw error;
    });
  }
  const { run, findings } = { run: model.history, findings: lab.diagnose({ model, x, y }) };
  if (run) lab.diagnose({ run, model });
  lab.toText(findings);
  lab.probe(model).recording();
  const slice = lab.functions.parameterSlice({ model, x, y, parameters });
  await slice.value(0.1, 0.2);
  await slice.gradient(0.1, 0.2);
}

describe.each([true, false])(
  'Looking at a model leaves it bit for bit as it was (jitCompile: %s)',
  (jit) => {
    it.each(CASES)('%s %s', async (_name, _options, make, handling) => {
      const fitted = async (looks: boolean) => {
        const model = modelWith(make(handling), jit);
        // Before the first step there is a state that has not begun, too.
        const untouched = stateOf(model);
        if (looks) await lookAt(model);
        expect(stateOf(model)).toEqual(untouched);
        await model.fit(x, y, { epochs: 1, batchSize: 8, verbose: 0 });
        const between = stateOf(model);
        const { history } = model;
        if (looks) await lookAt(model);
        expect(stateOf(model)).toEqual(between);
        expect(model.history).toBe(history);
        // The numbers drawn and the epochs counted show in what follows.
        await model.fit(x, y, { epochs: 1, batchSize: 8, verbose: 0 });
        await model.trainOnBatch(x, y);
        return stateOf(model);
      };
      expect(await fitted(true)).toEqual(await fitted(false));
    });
  },
);
