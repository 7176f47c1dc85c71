import {
  activations,
  type Layer,
  type Loss,
  layers,
  losses,
  type Optimizer,
  optimizers,
  Sequential,
} from 'tsuno';
import {
  HoleyL2,
  hole,
  inverse,
  logOfSize,
  RelativeError,
  rootOfSize,
  Unguarded,
} from '../src/holes.ts';
import { expectClose, lcg } from '../src/index.ts';
import { numbersOf } from '../src/random-models.ts';

/** The engines add in different orders. */
const FLOAT32_SUM_ORDER = { relative: 1e-4, absolute: 1e-5 };
const CLASSES = 3;
const UP_TO_NINE = [1, 2, 3, 4, 5, 6, 7, 8, 9];

function dataOf(rows: number, targets: 'classes' | 'shares', inputs: number, zeros: number) {
  const u = lcg(rows, rows * (inputs + CLASSES) + 1).slice(1);
  const x = Array.from({ length: rows }, (_, row) =>
    u.slice(row * inputs, (row + 1) * inputs).map((value) => (value < zeros ? 0 : 2 * value - 1)),
  );
  const labels = x.map((_, row) => row % CLASSES);
  if (targets === 'classes') return { x, y: labels };
  const after = u.slice(rows * inputs);
  return { x, y: x.map((_, row) => after.slice(row * CLASSES, (row + 1) * CLASSES)) };
}

async function train(
  stack: readonly Layer[],
  rows: number,
  {
    loss,
    targets = 'shares',
    optimizer = optimizers.Adam({ learningRate: 0.01 }),
    inputs = 5,
    zeros = 0,
    jitCompile,
  }: {
    readonly loss: Loss;
    readonly targets?: 'classes' | 'shares';
    readonly optimizer?: Optimizer;
    readonly inputs?: number;
    readonly zeros?: number;
    readonly jitCompile: boolean;
  },
) {
  const { x, y } = dataOf(rows, targets, inputs, zeros);
  const model = new Sequential([...stack], { seed: 5 });
  model.compile({ optimizer, loss, jitCompile });
  const { history } = await model.fit(x, y, { verbose: 0, epochs: 4, batchSize: rows });
  const evaluated = await model.evaluate(x, y, { verbose: 0 });
  return { loss: [...history.loss, evaluated as number], weights: numbersOf(model).flat() };
}

describe('What lies beyond the rows and columns of a batch', () => {
  const logits = { fromLogits: true } as const;
  const LOSSES: readonly [string, 'classes' | 'shares', 'linear' | 'softmax', Loss][] = [
    ['class numbers, scores', 'classes', 'linear', losses.SparseCategoricalCrossentropy(logits)],
    ['class numbers, shares', 'classes', 'softmax', losses.SparseCategoricalCrossentropy()],
    ['shares, scores', 'shares', 'linear', losses.CategoricalCrossentropy(logits)],
    ['shares, shares', 'shares', 'softmax', losses.CategoricalCrossentropy()],
    ['a rule', 'shares', 'linear', losses.MeanSquaredError()],
    ['on tensors', 'shares', 'softmax', losses.CosineSimilarity()],
  ];

  /** Every operation of the compiled engine, with the same function on both sides of each. */
  const everything = (last: 'linear' | 'softmax', at: number) => {
    const around = hole({ at });
    return [
      layers.Activation(around),
      layers.Dense({ units: 7, kernelRegularizer: HoleyL2({ at }) }),
      layers.Activation(around),
      layers.LayerNormalization(),
      layers.Activation(around),
      layers.GaussianNoise({ stddev: 0.1 }),
      layers.Activation(around),
      layers.PReLU({ alphaInitializer: 'ones' }),
      layers.Activation(around),
      layers.ActivityRegularization({ l2: 0.01 }),
      layers.Activation(around),
      // Of a single row the mean is all that there is: beta stays.
      layers.BatchNormalization({ betaInitializer: 'ones' }),
      layers.Activation(around),
      layers.Rescaling({ scale: 0.5 }),
      layers.Activation(around),
      layers.Dense({ units: 6, activation: 'tanh', activityRegularizer: HoleyL2({ at }) }),
      layers.Activation(around),
      layers.Softmax(),
      layers.Activation(around),
      layers.Dense({ units: CLASSES, activation: last }),
      layers.Activation(around),
    ];
  };

  it.each(LOSSES)(
    'reaches no sum: functions that make NaN of it change no bit (%s)',
    async (_name, targets, last, loss) => {
      for (const rows of UP_TO_NINE) {
        // No number of the model is 77: the second function has its hole where nothing is.
        const trained = [0, 77].map((at) =>
          train(everything(last, at), rows, {
            ...{ loss, targets, optimizer: optimizers.Adam({ globalClipnorm: 0.5 }) },
            jitCompile: true,
          }),
        );
        const [holey, plain] = await Promise.all(trained);
        expect(plain.loss.every(Number.isFinite)).toBe(true);
        expect(holey).toEqual(plain);
      }
    },
  );

  it('reaches no sum over the blocks of an input that is mostly zeros', async () => {
    for (const rows of UP_TO_NINE) {
      const [holey, plain] = await Promise.all(
        [0, 77].map((at) => {
          const kernelRegularizer = HoleyL2({ at });
          const stack = [
            layers.Dense({ units: 7, kernelRegularizer, biasInitializer: 'ones' }),
            layers.Activation(hole({ at })),
            layers.Dense({ units: CLASSES, kernelRegularizer }),
          ];
          const loss = losses.MeanSquaredError();
          return train(stack, rows, { loss, inputs: 67, zeros: 0.95, jitCompile: true });
        }),
      );
      expect(plain.loss.every(Number.isFinite)).toBe(true);
      expect(holey).toEqual(plain);
    }
  });

  const dense = (activation: Parameters<typeof layers.Dense>[0]['activation'] = 'linear') =>
    layers.Dense({ units: CLASSES, useBias: false, activation });
  /** Numbers between 1.7 and 2.3, whatever comes in. */
  const nearTwo = () => [layers.Activation('tanh'), layers.Rescaling({ scale: 0.3, offset: 2 })];
  const CASES: readonly [string, () => readonly Layer[]][] = [
    [
      'layer normalization without epsilon',
      () => [layers.LayerNormalization({ epsilon: 0 }), dense()],
    ],
    ['squareplus without b', () => [layers.Activation(activations.squareplus({ b: 0 })), dense()]],
    [
      'squareplus without b, trained below',
      () => [dense(activations.squareplus({ b: 0 })), dense()],
    ],
    ['√|x|', () => [layers.Activation(rootOfSize()), dense()]],
    [
      '√|x|, trained below',
      () => [dense(), ...nearTwo(), layers.Activation(rootOfSize()), dense()],
    ],
    ['1/x', () => [dense(), ...nearTwo(), layers.Activation(inverse()), dense()]],
    [
      'ln |x|',
      () => [dense(), ...nearTwo(), layers.Activation(logOfSize()), layers.PReLU(), dense()],
    ],
    [
      'softmax of it',
      () => [dense(), ...nearTwo(), layers.Activation(inverse()), layers.Softmax()],
    ],
  ];

  it.each(CASES)('is no part of the model, with 1 to 9 rows: %s', async (_name, stack) => {
    for (const rows of UP_TO_NINE) {
      const [compiled, reference] = await Promise.all(
        [true, false].map((jitCompile) =>
          train(stack(), rows, { loss: RelativeError(), jitCompile }),
        ),
      );
      expectClose(compiled.loss, reference.loss, FLOAT32_SUM_ORDER);
      expectClose(compiled.weights, reference.weights, FLOAT32_SUM_ORDER);
    }
  });

  it('is no part of batch statistics without epsilon, nor of an optimizer that divides by nothing', async () => {
    const normalized = () => [
      layers.Dense({ units: 6 }),
      layers.BatchNormalization({ epsilon: 0 }),
      layers.Dense({ units: 2, activation: 'sigmoid' }),
      dense(),
    ];
    for (const rows of [5, 6, 7, 9]) {
      const [compiled, reference] = await Promise.all(
        [true, false].map((jitCompile) =>
          train(normalized(), rows, {
            ...{ loss: losses.MeanSquaredError(), optimizer: optimizers.SGD() },
            jitCompile,
          }),
        ),
      );
      expectClose(compiled.loss, reference.loss, FLOAT32_SUM_ORDER);
      expectClose(compiled.weights, reference.weights, FLOAT32_SUM_ORDER);
      const [own, other] = await Promise.all(
        [true, false].map((jitCompile) =>
          train([layers.Dense({ units: 6, activation: 'tanh' }), dense()], rows, {
            ...{ loss: losses.MeanSquaredError(), optimizer: Unguarded() },
            jitCompile,
          }),
        ),
      );
      expectClose(own.weights, other.weights, FLOAT32_SUM_ORDER);
    }
  });
});
