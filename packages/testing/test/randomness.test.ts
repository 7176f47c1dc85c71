import { defineLoss, type Layer, layers, optimizers, Sequential, tf } from 'tsuno';
import { expectClose } from '../src/index.ts';

/** How many standard errors a mean of random numbers may be off. */
const STANDARD_ERRORS = 4.5;
/** Exponentials and logarithms of the engines differ in the last places. */
const LAST_PLACES = { relative: 1e-4, absolute: 1e-5 };
const WIDTH = 20_000;
const ENGINES = [
  ['compiled', true],
  ['tfjs', false],
] as const;

/** The output itself, so that its derivative is 1. */
const Output = () =>
  defineLoss({
    kind: 'Output',
    config: { reduction: 'sum' as const, name: 'output' },
    checkTargets: () => {},
    call: (_yTrue, yPred) => tf.sum(yPred, -1),
    lower: () => ({
      op: 'elementwiseMean',
      rule: {
        value: (k, _y, output) => k.add(output, 0),
        derivative: (k, _y, o) => k.add(k.mul(o, 0), 1),
      },
    }),
  });

interface Seen {
  readonly jitCompile: boolean;
  /** Of the model. */
  readonly seed?: number;
  readonly steps?: number;
  readonly rows?: readonly (readonly number[])[];
}

/**
 * What comes out of layers in training, step by step: a kernel that begins at 0 and descends with rate 1 along the sum
 * of its outputs moves by the sum of the batch's rows, with the opposite sign.
 */
async function outputsOf(
  stack: readonly Layer[],
  { jitCompile, seed = 1, steps = 1, rows = [Array(WIDTH).fill(1)] }: Seen,
): Promise<number[][]> {
  const last = layers.Dense({ units: 1, useBias: false, kernelInitializer: 'zeros' });
  return movesOf([...stack, last], { jitCompile, seed, steps, rows }, 0);
}

/** How the first of the trained weights moves in each step, with the opposite sign. */
async function movesOf(
  stack: readonly Layer[],
  { jitCompile, seed = 1, steps = 1, rows = [[1]] }: Seen,
  weight: number,
): Promise<number[][]> {
  const model = new Sequential([...stack], { seed });
  model.compile({ optimizer: optimizers.SGD({ learningRate: 1 }), loss: Output(), jitCompile });
  model.build([null, rows[0].length]);
  const read = () => tf.tidy(() => Array.from(model.getWeights()[weight].dataSync()));
  const moves: number[][] = [];
  let before = read();
  for (let step = 0; step < steps; step++) {
    await model.trainOnBatch(
      rows.map((row) => [...row]),
      rows.map(() => [0]),
    );
    const after = read();
    moves.push(after.map((value, i) => before[i] - value));
    before = after;
  }
  return moves;
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const shareOf = (values: readonly number[], is: (value: number, place: number) => boolean) =>
  mean(values.map((value, place) => (is(value, place) ? 1 : 0)));
/** Whether two masks agree as often as independent ones would: half of the time. */
const expectUnrelated = (a: readonly number[], b: readonly number[]) =>
  expectClose([shareOf(a, (v, i) => v === b[i])], [0.5], {
    absolute: (STANDARD_ERRORS * 0.5) / Math.sqrt(a.length),
  });

describe.each(ENGINES)('Dropout in training, on the %s engine', (_name, jitCompile) => {
  it.each([0.2, 0.5, 0.75])(
    'drops a share of %p, and multiplies the others by 1/(1 − rate)',
    async (rate) => {
      const [out] = await outputsOf([layers.Dropout({ rate })], { jitCompile });
      const kept = Math.fround(1 / (1 - rate));
      expect(out.filter((value) => value !== 0 && value !== kept)).toEqual([]);
      const error = Math.sqrt((rate * (1 - rate)) / WIDTH);
      expectClose([shareOf(out, (v) => v === 0)], [rate], { absolute: STANDARD_ERRORS * error });
      expectClose([mean(out)], [1], { absolute: (STANDARD_ERRORS * error) / (1 - rate) });
    },
  );

  it('keeps all at rate 0, and none at rate 1', async () => {
    const [all] = await outputsOf([layers.Dropout({ rate: 0 })], { jitCompile });
    const [none] = await outputsOf([layers.Dropout({ rate: 1 })], { jitCompile });
    expect([Math.min(...all), Math.max(...all.concat(none)), Math.max(...none)]).toEqual([1, 1, 0]);
  });

  it('has a mask of its own for each step, row, layer and seed, and the same one for the same', async () => {
    const masks = (layer: Layer[], more: Partial<Seen> = {}) =>
      outputsOf(layer, { jitCompile, steps: 2, ...more });
    const half = () => layers.Dropout({ rate: 0.5 });
    const [first, second] = await masks([half()]);
    expectUnrelated(first, second);
    expect(await masks([half()])).toEqual([first, second]);
    expectUnrelated(first, (await masks([half()], { seed: 2 }))[0]);
    expectUnrelated(first, (await masks([layers.Dropout({ rate: 0.5, name: 'other' })]))[0]);
    // Two layers: a quarter is left, four times as large.
    const [both] = await masks([half(), half()]);
    expectClose([shareOf(both, (v) => v === 4)], [0.25], { absolute: STANDARD_ERRORS * 0.0031 });
    // Two rows of 1 and 1024: what is left of each can be read from the sum.
    const rows = [Array(WIDTH).fill(1), Array(WIDTH).fill(1024)];
    const [sum] = await masks([half()], { rows, steps: 1 });
    expectUnrelated(
      sum.map((value) => value % 1024),
      sum.map((value) => Math.floor(value / 1024)),
    );
  });

  it('with a seed depends on it and the step alone', async () => {
    const seeded = (seed: number, more: Partial<Seen> = {}, name = 'dropout') =>
      outputsOf([layers.Dropout({ rate: 0.5, seed, name })], { jitCompile, steps: 2, ...more });
    const [first, second] = await seeded(7);
    expectUnrelated(first, second);
    expect(await seeded(7, { seed: 99 }, 'renamed')).toEqual([first, second]);
    expectUnrelated(first, (await seeded(8))[0]);
  });

  it('sends derivatives back through the mask of the way forward', async () => {
    const units = 500;
    const dropout = () => layers.Dropout({ rate: 0.75, seed: 3 });
    const below = layers.Dense({ units, kernelInitializer: 'zeros', biasInitializer: 'ones' });
    const sum = layers.Dense({
      ...{ units: 1, useBias: false, trainable: false },
      kernelInitializer: 'ones',
    });
    const [forward] = await outputsOf([dropout()], { jitCompile, rows: [Array(units).fill(1)] });
    const [backward] = await movesOf([below, dropout(), sum], { jitCompile }, 1);
    expect(backward).toEqual(forward);
    expect(new Set(backward)).toEqual(new Set([0, 4]));
  });
});

describe.each(ENGINES)('GaussianNoise in training, on the %s engine', (_name, jitCompile) => {
  it.each([0.1, 2])(
    'has mean 0, the standard deviation %p, and the moments of a normal distribution',
    async (stddev) => {
      const [out] = await outputsOf([layers.GaussianNoise({ stddev })], { jitCompile });
      const z = out.map((value) => (value - 1) / stddev);
      const moment = (power: number) => mean(z.map((value) => value ** power));
      // The variance of zᵖ is E z²ᵖ − (E zᵖ)²: 1, 2, 15 and 96.
      const errors = [1, 2, 15, 96].map(
        (variance) => STANDARD_ERRORS * Math.sqrt(variance / WIDTH),
      );
      expectClose([moment(1)], [0], { absolute: errors[0] });
      expectClose([moment(2)], [1], { absolute: errors[1] });
      expectClose([moment(3)], [0], { absolute: errors[2] });
      expectClose([moment(4)], [3], { absolute: errors[3] });
    },
  );

  it('differs with step and seed, repeats with them, and lets derivatives pass', async () => {
    const noise = (seed: number, more: Partial<Seen> = {}) =>
      outputsOf([layers.GaussianNoise({ stddev: 1, seed })], { jitCompile, steps: 2, ...more });
    const [first, second] = await noise(5);
    const together = (a: readonly number[], b: readonly number[]) =>
      mean(a.map((value, i) => (value - 1) * (b[i] - 1)));
    const error = STANDARD_ERRORS / Math.sqrt(WIDTH);
    expectClose([together(first, second)], [0], { absolute: error });
    expectClose([together(first, (await noise(6))[0])], [0], { absolute: error });
    expect(await noise(5, { seed: 77 })).toEqual([first, second]);
    const below = layers.Dense({ units: 30, kernelInitializer: 'zeros' });
    const sum = layers.Dense({ units: 1, kernelInitializer: 'ones', trainable: false });
    const [moves] = await movesOf(
      [below, layers.GaussianNoise({ stddev: 9 }), sum],
      { jitCompile },
      1,
    );
    expect(moves).toEqual(Array(30).fill(1));
  });
});

describe('Random layers', () => {
  const CASES: readonly [string, () => Layer[]][] = [
    ['Dropout', () => [layers.Dropout({ rate: 0.3 })]],
    ['Dropout with a seed', () => [layers.Dropout({ rate: 0.3, seed: 11 })]],
    ['two of them', () => [layers.Dropout({ rate: 0.3 }), layers.Dropout({ rate: 0.3 })]],
    ['GaussianNoise', () => [layers.GaussianNoise({ stddev: 0.7 })]],
    ['GaussianNoise with a seed', () => [layers.GaussianNoise({ stddev: 0.7, seed: 11 })]],
  ];

  it.each(CASES)('draw the same numbers on both engines: %s', async (_name, stack) => {
    const rows = [1, 2, 3, 4, 5].map((value) => Array(103).fill(value));
    const seen = (jitCompile: boolean) => outputsOf(stack(), { jitCompile, rows, steps: 3 });
    const [compiled, reference] = [await seen(true), await seen(false)];
    compiled.forEach((values, step) => {
      expectClose(values, reference[step], LAST_PLACES);
    });
  });

  it.each(ENGINES)(
    'do nothing in evaluate and predict, on the %s engine',
    async (_name, jitCompile) => {
      const model = new Sequential([
        layers.Dropout({ rate: 0.9 }),
        layers.GaussianNoise({ stddev: 3 }),
        layers.Dropout({ rate: 0.5, seed: 1 }),
      ]);
      model.compile({ optimizer: 'sgd', loss: Output(), jitCompile });
      const x = [
        [1, 2, 3, 4, 5],
        [6, 7, 8, 9, 10],
      ];
      const predicted = tf.tidy(() => Array.from(model.predict(x).dataSync()));
      expect(predicted).toEqual(x.flat());
      const total = await model.evaluate(x, x, { verbose: 0 });
      expect(await model.evaluate(x, x, { verbose: 0 })).toEqual(total);
    },
  );

  it('share a mask along the axes where noiseShape is 1', async () => {
    const masksWith = async (noiseShape: readonly (number | null)[]) => {
      const stack = [
        layers.Reshape({ targetShape: [50, 40] }),
        layers.Dropout({ rate: 0.5, noiseShape }),
        layers.Flatten(),
      ];
      const rows = [1, 1024].map((value) => Array(2000).fill(value));
      const [sum] = await outputsOf(stack, { jitCompile: false, rows });
      return [sum.map((value) => value % 1024), sum.map((value) => Math.floor(value / 1024))];
    };
    const distinct = (values: readonly number[], place: (i: number) => number) => {
      const seen = new Map<number, Set<number>>();
      values.forEach((value, i) => {
        seen.set(place(i), (seen.get(place(i)) ?? new Set()).add(value));
      });
      return Math.max(...Array.from(seen.values(), ({ size }) => size));
    };
    const position = (i: number) => Math.floor(i / 40);
    const channel = (i: number) => i % 40;
    const [row, other] = await masksWith([null, 1, 40]);
    expect([distinct(row, channel), distinct(row, position)]).toEqual([1, 2]);
    expect(other).not.toEqual(row);
    const [along] = await masksWith([null, 50, 1]);
    expect([distinct(along, channel), distinct(along, position)]).toEqual([2, 1]);
    const [mine, yours] = await masksWith([1, 50, 40]);
    expect(yours).toEqual(mine);
    expect(new Set(mine)).toEqual(new Set([0, 2]));
  });
});
