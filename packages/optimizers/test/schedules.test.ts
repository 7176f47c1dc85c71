import { learningRateAt, OptionError } from '@tsuno/core';
import { expectClose, golden } from '../../testing/src/index.ts';
import { Adam, attach, SGD, schedules } from '../src/index.ts';

/** Keras works schedules out in float32; a cosine near its end loses digits against the start. */
const FLOAT32 = { relative: 3e-5, absolute: 1e-8 };

interface Case {
  readonly schedule: { readonly kind: keyof typeof schedules };
  readonly steps: readonly number[];
  readonly values: readonly number[];
}
const { cases } = golden<{ cases: Case[] }>('schedules.json');

describe.each(cases.map((each) => [JSON.stringify(each.schedule), each] as const))(
  '%s',
  (_title, { schedule: { kind, ...options }, steps, values }) => {
    it('is that of Keras at every step', () => {
      const make = schedules[kind] as (options: object) => { at(step: number): number };
      expectClose(steps.map(make(options).at), values, FLOAT32);
    });
  },
);

describe('CosineDecayRestarts', () => {
  // Factors in tenths, so that whole numbers say where periods end.
  const cases = [11, 12, 13, 14, 16, 17, 19, 23, 30].flatMap((tenths) =>
    [10, 20, 50, 100, 1000, 10000].map((first) => ({ tenths, first })),
  );

  it.each(cases)(
    'restarts at the very step for $first steps times $tenths/10',
    ({ tenths, first }) => {
      const { at } = schedules.CosineDecayRestarts({
        initialLearningRate: 1,
        firstDecaySteps: first,
        tMul: tenths / 10,
      });
      for (let [end, length] = [first, first]; Number.isInteger(end) && end < 1e6; ) {
        expect([end, at(end)]).toEqual([end, 1]);
        expect(at(end - 1)).toBeLessThan(0.5);
        // Whole before it is divided, so that nothing is rounded.
        length = (length * tenths) / 10;
        end += length;
      }
    },
  );

  it.each([
    { tenths: 11, first: 10, step: 21 },
    { tenths: 12, first: 10, step: 22 },
    { tenths: 13, first: 10, step: 23 },
  ])('restarts at step $step, where Keras is a step late', ({ tenths, first, step }) => {
    const { at } = schedules.CosineDecayRestarts({
      initialLearningRate: 0.1,
      firstDecaySteps: first,
      tMul: tenths / 10,
    });
    expect(at(step)).toBe(0.1);
  });
});

describe('A learning rate', () => {
  it('may follow a schedule or any function of the step, the first step being 0', () => {
    const seen: number[] = [];
    const w = Float32Array.of(0);
    const stepper = attach(
      SGD({
        learningRate: (step) => {
          seen.push(step);
          return step === 1 ? 0.5 : 0.25;
        },
      }),
      { w },
    );
    for (let i = 0; i < 3; i++) stepper.apply({ w: [-1] });
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(w[0]).toBe(1);
    expect(stepper.learningRate).toBe(0.25);
  });

  it('cannot be set where a schedule decides', () => {
    const learningRate = schedules.ExponentialDecay({
      initialLearningRate: 0.1,
      decaySteps: 10,
      decayRate: 0.5,
    });
    const stepper = attach(Adam({ learningRate }), { w: Float32Array.of(1) });
    expect(() => {
      stepper.learningRate = 0.1;
    }).toThrow('attach: the learning rate of Adam follows a schedule, so it cannot be set.');
  });

  it('that a function gives must be a number of at least 0', () => {
    expect(() => learningRateAt(() => Number.NaN, 3)).toThrow(
      'the learning rate function: the learning rate at step 3 must be a number of at least 0, got NaN.',
    );
    const broken = {
      ...schedules.ExponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 1 }),
      at: () => -1,
    };
    expect(() => learningRateAt(broken, 4)).toThrow(
      'ExponentialDecay: the learning rate at step 4 must be a number of at least 0, got -1.',
    );
    expect(() => SGD({ learningRate: '0.1' as never })).toThrow(
      'SGD: learningRate must be a number, a schedule such as',
    );
  });
});

describe('Schedules refuse', () => {
  const base = { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 };
  it.each([
    [
      () => schedules.ExponentialDecay({ ...base, decaySteps: 0 }),
      'decaySteps must be a number in (0, ∞), got 0',
    ],
    [
      () => schedules.InverseTimeDecay({ ...base, decayRate: -1 }),
      'decayRate must be a number in [0, ∞), got -1',
    ],
    [
      () => schedules.PiecewiseConstantDecay({ boundaries: [1], values: [1] }),
      'there must be one value more than boundaries, got 1 values and 1 boundaries',
    ],
    [
      () => schedules.PiecewiseConstantDecay({ boundaries: [2, 1], values: [1, 2, 3] }),
      'boundaries must increase, but 1 follows 2',
    ],
    [
      () =>
        schedules.CosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 5, tMul: 0.5 }),
      'tMul must be a number in [1, ∞), got 0.5',
    ],
    [
      () => schedules.CosineDecay({ initialLearningRate: 1, decaySteps: 5, warmup: 3 } as never),
      'unknown option "warmup"',
    ],
  ])('nonsense %#', (make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});
