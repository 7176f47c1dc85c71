import { float64Arith, nextStep, type Optimizer, startProgress, tf } from '@tsuno/core';
import { expectClose, golden, uniform } from '../../testing/src/index.ts';
import { Adam, attach, SGD } from '../src/index.ts';

/**
 * Keras computes the bias correction in float32, where 1 − β₂ᵗ loses digits (1 − 0.999 is off by 2·10⁻⁵ of itself),
 * Tsuno in doubles; and each of 30 steps rounds. Relative to the largest weight, which is about 2.
 */
const KERAS_FLOAT32 = 1e-5;
/** 30 steps that each round a handful of times to float32, relative to the largest weight. */
const FLOAT32_STEPS = 2e-6;
/** The same for accumulators: relative to each, plus float32's smallest normal number for squares of tiny gradients. */
const SLOT = { relative: 2e-5, absolute: 1e-30 };

interface Case {
  readonly optimizer: Readonly<Record<string, unknown>> & { readonly kind: 'Adam' | 'SGD' };
  readonly kept: readonly { readonly step: number; readonly param: readonly number[] }[];
  readonly slots: readonly (readonly number[])[];
}

const { cases } = golden<{ cases: Case[] }>('optimizers.json');

const make = ({ kind, ...options }: Case['optimizer']): Optimizer => ({ Adam, SGD })[kind](options);

/** The gradients of `make_goldens.py`: ten magnitudes, a zero, and one that alternates. */
function gradientOf(step: number): Float32Array {
  const raw = uniform(1000 + step, 12, -1, 1);
  const magnitudes = [...Array.from({ length: 10 }, (_, i) => Number(`1e${i - 8}`)), 0, 1];
  // The golden program adds 0.3 in float32 before it multiplies in doubles.
  const gradient = raw.map((value, i) => Math.fround(value + Math.fround(0.3)) * magnitudes[i]);
  gradient[11] = step % 2 === 0 ? 1 : -1;
  if (step % 3 === 0) gradient[4] = 0;
  return gradient;
}

const START = uniform(7, 12, -2, 2);
const LARGEST = Math.max(...START.map(Math.abs));

/** The parameters after each of 30 steps, and the accumulators at the end. */
interface Path {
  readonly params: number[][];
  readonly slots: number[][];
}

function byArrays(optimizer: Optimizer): Path {
  const w = START.slice();
  const stepper = attach(optimizer, { w });
  const params = Array.from({ length: 30 }, (_, step) => {
    stepper.apply({ w: gradientOf(step) });
    return [...w];
  });
  return { params, slots: Object.values(stepper.slots.w).map((slot) => [...slot]) };
}

function byVariables(optimizer: Optimizer): Path {
  const w = tf.variable(tf.tensor1d(START));
  const stepper = attach(optimizer, { w });
  const params = Array.from({ length: 30 }, (_, step) => {
    tf.tidy(() => stepper.apply({ w: tf.tensor1d(gradientOf(step)) }));
    return [...w.dataSync()];
  });
  const slots = Object.values(stepper.slots.w).map((slot) => [...slot.dataSync()]);
  stepper.dispose();
  w.dispose();
  return { params, slots };
}

function byDoubles(optimizer: Optimizer): Path {
  const names = Object.keys(optimizer.slots);
  let entries = [...START].map(
    (param) => ({ param, ...optimizer.slots }) as Record<string, number>,
  );
  let progress = startProgress(optimizer);
  const params = Array.from({ length: 30 }, (_, step) => {
    const next = nextStep(optimizer, progress);
    progress = next.progress;
    const gradient = gradientOf(step);
    entries = entries.map((entry, i) => {
      const given = { ...entry, grad: gradient[i] } as unknown as { param: number; grad: number };
      return optimizer.update(float64Arith, given, next.scalars);
    });
    return entries.map(({ param }) => param);
  });
  return { params, slots: names.map((name) => entries.map((entry) => entry[name])) };
}

const titled = cases.map((each) => [JSON.stringify(each.optimizer), each] as const);

describe.each(titled)('30 steps of %s', (_title, { optimizer, kept, slots }) => {
  it('over arrays and over variables are bit-identical', () => {
    const rule = make(optimizer);
    expect(byVariables(rule)).toEqual(byArrays(rule));
  });

  it('are those of Keras', () => {
    const path = byArrays(make(optimizer));
    for (const { step, param } of kept) {
      expectClose(path.params[step - 1], param, { absolute: KERAS_FLOAT32 * LARGEST });
    }
  });

  it("end with Keras's accumulators", () => {
    const path = byArrays(make(optimizer));
    expect(path.slots.length).toBe(slots.length);
    path.slots.forEach((slot, index) => {
      expectClose(slot, slots[index], SLOT);
    });
  });

  it('in doubles differ by the rounding alone', () => {
    const rule = make(optimizer);
    const [single, double] = [byArrays(rule), byDoubles(rule)];
    for (let step = 0; step < 30; step++) {
      const scale = Math.max(LARGEST, ...double.params[step].map(Math.abs));
      expectClose(single.params[step], double.params[step], { absolute: FLOAT32_STEPS * scale });
    }
  });
});

describe('The golden gradients', () => {
  it('cover zero, alternation and ten magnitudes', () => {
    expect(gradientOf(0)[10]).toBe(0);
    expect([gradientOf(0)[4], gradientOf(3)[4]]).toEqual([0, 0]);
    expect([gradientOf(0)[11], gradientOf(1)[11]]).toEqual([1, -1]);
    const sizes = [...gradientOf(1)].slice(0, 10).map(Math.abs);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeGreaterThan(1e8);
  });
});
