import {
  allSlots,
  defineOptimizer,
  nextStep,
  startProgress,
  takeStep,
  tensorStore,
  tf,
} from '../src/index.ts';

/** α shrinks by a running product, and each parameter counts its gradients. */
const Counting = ({ learningRate = 0.5 } = {}) =>
  defineOptimizer({
    kind: 'Counting',
    config: { learningRate },
    learningRate,
    slots: { count: 3 },
    carry: { power: 1 },
    advance: ({ power }, step) => ({ power: power * 0.5 + step }),
    scalars: (alpha, { power }, step) => ({ alpha: alpha * power, step }),
    update: (k, { param, grad, count }, { alpha }) => ({
      param: k.sub(param, k.mul(grad, alpha)),
      count: k.add(count, 1),
    }),
  });

describe("An optimizer's progress", () => {
  it('begins at 0 iterations with its own learning rate and carry', () => {
    expect(startProgress(Counting())).toEqual({
      calls: 0,
      iterations: 0,
      learningRate: 0.5,
      carry: { power: 1 },
    });
  });

  it('counts steps from 1 and hands the new carry to the scalars', () => {
    const first = nextStep(Counting(), startProgress(Counting()));
    expect(first.progress).toEqual({
      calls: 1,
      iterations: 1,
      learningRate: 0.5,
      carry: { power: 1.5 },
    });
    expect(first.scalars).toEqual({ rule: { alpha: 0.75, step: 1 }, decay: 0 });
    const second = nextStep(Counting(), first.progress);
    expect(second.progress.carry).toEqual({ power: 2.75 });
    expect(second.scalars.rule).toEqual({ alpha: 1.375, step: 2 });
  });

  it('goes by the learning rate of the progress, not by that of the description', () => {
    const { scalars } = nextStep(Counting(), { ...startProgress(Counting()), learningRate: 2 });
    expect(scalars.rule.alpha).toBe(3);
  });

  it('changes nothing that it was handed', () => {
    const progress = Object.freeze(startProgress(Counting()));
    nextStep(Counting(), progress);
    expect(progress.iterations).toBe(0);
    expect(Counting().carry).toEqual({ power: 1 });
  });

  it('has no carry and no scalars of its own unless it says so', () => {
    const plain = defineOptimizer({
      kind: 'Plain',
      config: {},
      learningRate: 1,
      slots: {},
      scalars: () => ({}),
      update: (k, { param, grad }) => ({ param: k.sub(param, grad) }),
    });
    expect(nextStep(plain, startProgress(plain)).progress.carry).toEqual({});
  });
});

describe('A store of tensors', () => {
  const cellOf = (start: number[], slots: Record<string, number[]>) => {
    let param: tf.Tensor = tf.keep(tf.tensor1d(start));
    const held = Object.fromEntries(
      Object.entries(slots).map(([slot, values]) => [
        slot,
        tf.keep(tf.tensor1d(values)) as tf.Tensor,
      ]),
    );
    return {
      path: 'w',
      constraint: null,
      slots: held,
      param: () => param,
      assign(value: tf.Tensor) {
        param.dispose();
        param = value;
      },
    };
  };

  it('puts new tensors in the place of the old ones, and leaves nothing else', () => {
    const before = tf.memory().numTensors;
    const cell = cellOf([1, 2], { count: [3, 3] });
    const grad = tf.tensor1d([4, -4]);
    tf.tidy(() => {
      const store = tensorStore(Counting(), [cell], [grad]);
      store.update({ alpha: 0.25 }, { decay: 0, clip: 1 });
    });
    expect([...cell.param().dataSync()]).toEqual([0, 3]);
    expect([...cell.slots.count.dataSync()]).toEqual([4, 4]);
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose([grad, cell.param(), cell.slots]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('passes over weights without a gradient', () => {
    const cell = cellOf([1], { count: [3] });
    tf.tidy(() =>
      tensorStore(Counting(), [cell], [null]).update({ alpha: 1 }, { decay: 0, clip: 1 }),
    );
    expect([...cell.param().dataSync(), ...cell.slots.count.dataSync()]).toEqual([1, 3]);
    tf.dispose([cell.param(), cell.slots]);
  });
});

describe('The handling of gradients', () => {
  /** Plain gradient descent with these options, over these parameters. */
  const descend = (options: object, steps: readonly (readonly number[])[], start = [1, 1]) => {
    const rule = defineOptimizer({
      kind: 'Plain',
      config: { learningRate: 1, ...options },
      learningRate: 1,
      slots: {},
      scalars: (alpha) => ({ alpha }),
      update: (k, { param, grad }, { alpha }) => ({ param: k.sub(param, k.mul(grad, alpha)) }),
    });
    let param: tf.Tensor = tf.keep(tf.tensor1d(start));
    const slots = Object.fromEntries(
      Object.entries(allSlots(rule)).map(([slot, value]) => [
        slot,
        tf.keep(tf.fill([2], value)) as tf.Tensor,
      ]),
    );
    const assign = (value: tf.Tensor) => {
      param.dispose();
      param = value;
    };
    const cell = { path: 'dense/kernel', constraint: null, slots, param: () => param, assign };
    let progress = startProgress(rule);
    return steps.map((gradient) => {
      tf.tidy(() => {
        const store = tensorStore(rule, [cell], [tf.tensor1d([...gradient])]);
        progress = takeStep(rule, progress, store);
      });
      return [...param.dataSync()];
    });
  };

  it('clips a gradient by its norm, by value', () => {
    expect(descend({ clipnorm: 5 }, [[6, 8]], [0, 0])).toEqual([[-3, -4]]);
    expect(descend({ clipnorm: 50 }, [[6, 8]], [0, 0])).toEqual([[-6, -8]]);
    expect(descend({ clipvalue: 7 }, [[6, -8]], [0, 0])).toEqual([[-6, 7]]);
  });

  it('lets weights decay apart from the gradient, but not those that are excluded', () => {
    expect(descend({ weightDecay: 0.25 }, [[0, 1]])).toEqual([[0.75, -0.25]]);
    expect(descend({ weightDecay: 0.25, excludeFromWeightDecay: ['kernel$'] }, [[0, 1]])).toEqual([
      [1, 0],
    ]);
  });

  it('makes one update of the mean of n gradients', () => {
    const steps = [
      [1, 2],
      [3, 4],
      [8, 8],
    ];
    expect(descend({ gradientAccumulationSteps: 2 }, steps, [0, 0])).toEqual([
      [0, 0],
      [-2, -3],
      [-2, -3],
    ]);
  });

  it('overwrites the weights with their average every so many updates', () => {
    const steps = [
      [1, 1],
      [1, 1],
    ];
    const options = { useEma: true, emaMomentum: 0.5, emaOverwriteFrequency: 2 };
    // w: −1, −2; average: −1, then ½·(−1) + ½·(−2).
    expect(descend(options, steps, [0, 0])).toEqual([
      [-1, -1],
      [-1.5, -1.5],
    ]);
  });

  it('refuses two ways of clipping and values out of range', () => {
    const make = (options: object) => () => descend(options, []);
    expect(make({ clipnorm: 1, clipvalue: 1 })).toThrow(
      'Plain: at most one of clipnorm, clipvalue and globalClipnorm can be given, got clipnorm and clipvalue.',
    );
    expect(make({ clipnorm: 0 })).toThrow('Plain: clipnorm must be a number in (0, ∞), got 0.');
    expect(make({ gradientAccumulationSteps: 1 })).toThrow('must be a whole number of at least 2');
    expect(make({ excludeFromWeightDecay: ['['] })).toThrow('which is no regular expression');
    expect(make({ excludeFromWeightDecay: 'bias' })).toThrow(
      "must be a list of strings, such as ['bias']",
    );
  });

  it('has slots of its own, whose names a rule cannot take', () => {
    expect(() =>
      defineOptimizer({
        kind: 'Own',
        config: {},
        learningRate: 1,
        slots: { average: 0 },
        scalars: () => ({}),
        update: (_k, entry) => entry,
      }),
    ).toThrow('Own: a slot cannot be called "average"');
  });
});
