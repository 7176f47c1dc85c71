import { defineOptimizer, nextStep, startProgress, stepTensors, tf } from '../src/index.ts';

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
      iterations: 0,
      learningRate: 0.5,
      carry: { power: 1 },
    });
  });

  it('counts steps from 1 and hands the new carry to the scalars', () => {
    const first = nextStep(Counting(), startProgress(Counting()));
    expect(first.progress).toEqual({ iterations: 1, learningRate: 0.5, carry: { power: 1.5 } });
    expect(first.scalars).toEqual({ alpha: 0.75, step: 1 });
    const second = nextStep(Counting(), first.progress);
    expect(second.progress.carry).toEqual({ power: 2.75 });
    expect(second.scalars).toEqual({ alpha: 1.375, step: 2 });
  });

  it('goes by the learning rate of the progress, not by that of the description', () => {
    const { scalars } = nextStep(Counting(), { ...startProgress(Counting()), learningRate: 2 });
    expect(scalars.alpha).toBe(3);
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

describe('stepTensors', () => {
  it('gives new tensors, leaves those that went in, and nothing else', () => {
    const [param, grad, count] = [tf.tensor1d([1, 2]), tf.tensor1d([4, -4]), tf.tensor1d([3, 3])];
    const before = tf.memory().numTensors;
    const next = stepTensors(Counting(), { param, grad, count }, { alpha: 0.25 });
    expect([...next.param.dataSync()]).toEqual([0, 3]);
    expect([...next.slots.count.dataSync()]).toEqual([4, 4]);
    expect([...param.dataSync()]).toEqual([1, 2]);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose([next.param, next.slots, param, grad, count]);
    expect(tf.memory().numTensors).toBe(before - 3);
  });

  it('gives a copy even where a rule hands back what it was given', () => {
    const same = defineOptimizer({
      kind: 'Same',
      config: {},
      learningRate: 1,
      slots: {},
      scalars: () => ({}),
      update: (_k, { param }) => ({ param }),
    });
    const [param, grad] = [tf.tensor1d([1]), tf.tensor1d([1])];
    const next = stepTensors(same, { param, grad }, {});
    param.dispose();
    expect([...next.param.dataSync()]).toEqual([1]);
    tf.dispose([next.param, grad]);
  });
});
