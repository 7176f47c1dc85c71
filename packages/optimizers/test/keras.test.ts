import {
  float64Arith,
  nextStep,
  type Optimizer,
  startProgress,
  tf,
  updateParameter,
} from '@tsuno/core';
import { expectClose, golden } from '../../testing/src/index.ts';
import { goldenGradient, goldenStart } from '../../testing/src/optimizer-run.ts';
import * as optimizers from '../src/index.ts';
import { attach, schedules } from '../src/index.ts';

/**
 * Keras computes the bias correction in float32, where 1 − β₂ᵗ loses digits (1 − 0.999 is off by 2·10⁻⁵ of itself),
 * Tsuno in doubles; and each of 30 steps rounds. Relative to the largest weight, which is about 2.
 */
const KERAS_FLOAT32 = 1e-5;
/** 30 steps that each round a handful of times to float32, relative to the largest weight. */
const FLOAT32_STEPS = 2e-6;
/** PyTorch corrects the bias in doubles, as Tsuno does. */
const TORCH_FLOAT32 = 2e-6;
/** The same for accumulators: relative to each, plus float32's smallest normal number for squares of tiny gradients. */
const SLOT = { relative: 2e-5, absolute: 1e-30 };

interface Case {
  readonly optimizer: Readonly<Record<string, unknown>> & { readonly kind: string };
  readonly kept: readonly {
    readonly step: number;
    readonly params: readonly (readonly number[])[];
  }[];
  readonly slots: readonly (readonly number[])[];
  readonly iterations: number;
  /** After what Keras does at the end of `fit`. */
  readonly final: readonly (readonly number[])[];
}

interface TorchCase {
  readonly optimizer: Case['optimizer'];
  readonly kept: readonly { readonly step: number; readonly param: readonly number[] }[];
}

const { cases } = golden<{ cases: Case[] }>('optimizers.json');

type Factory = (options: object) => Optimizer;

function make({ kind, learningRate, ...options }: Case['optimizer']): Optimizer {
  const factory = (optimizers as unknown as Readonly<Record<string, Factory>>)[kind];
  if (typeof learningRate !== 'object') return factory({ learningRate, ...options });
  const { kind: schedule, ...rest } = learningRate as { kind: keyof typeof schedules };
  const makeSchedule = schedules[schedule] as (options: object) => unknown;
  return factory({ learningRate: makeSchedule(rest), ...options });
}

const START = [0, 1].map(goldenStart);
const LARGEST = Math.max(...START.flatMap((values) => [...values]).map(Math.abs));

/** Both parameters after each of 30 steps and after the end, and the accumulators. */
interface Path {
  readonly params: number[][][];
  readonly slots: number[][];
  readonly final: number[][];
  readonly iterations: number;
}

function byArrays(optimizer: Optimizer): Path {
  const [first, second] = START.map((values) => values.slice());
  const stepper = attach(optimizer, { first, second });
  const params = Array.from({ length: 30 }, (_, step) => {
    stepper.apply({ first: goldenGradient(step), second: goldenGradient(step, 1) });
    return [[...first], [...second]];
  });
  const slots = [stepper.slots.first, stepper.slots.second].flatMap((own) =>
    Object.values(own).map((slot) => [...slot]),
  );
  stepper.finish();
  return { params, slots, final: [[...first], [...second]], iterations: stepper.iterations };
}

function byVariables(optimizer: Optimizer): Path {
  const [first, second] = START.map((values) => tf.variable(tf.tensor1d(values)));
  const stepper = attach(optimizer, { first, second });
  const now = () => [[...first.dataSync()], [...second.dataSync()]];
  const params = Array.from({ length: 30 }, (_, step) => {
    tf.tidy(() =>
      stepper.apply({
        first: tf.tensor1d(goldenGradient(step)),
        second: tf.tensor1d(goldenGradient(step, 1)),
      }),
    );
    return now();
  });
  const slots = [stepper.slots.first, stepper.slots.second].flatMap((own) =>
    Object.values(own).map((slot) => [...slot.dataSync()]),
  );
  stepper.finish();
  const path = { params, slots, final: now(), iterations: stepper.iterations };
  stepper.dispose();
  tf.dispose([first, second]);
  return path;
}

/** The first parameter alone, for optimizers whose handling of gradients is elementwise. */
function byDoubles(optimizer: Optimizer): number[][] {
  let entries = [...START[0]].map(
    (param) => ({ param, ...optimizer.slots }) as Record<string, number>,
  );
  let progress = startProgress(optimizer);
  return Array.from({ length: 30 }, (_, step) => {
    const next = nextStep(optimizer, progress);
    progress = next.progress;
    const gradient = goldenGradient(step);
    const around = { decay: next.scalars.decay, clip: 1 };
    entries = entries.map((entry, i) => {
      const given = { ...entry, grad: gradient[i] } as never;
      return updateParameter(optimizer, float64Arith, given, next.scalars.rule, around);
    });
    return entries.map(({ param }) => param);
  });
}

const titled = cases.map((each) => [JSON.stringify(each.optimizer), each] as const);

describe.each(titled)('30 steps of %s', (_title, { optimizer, kept, slots, iterations, final }) => {
  it('over arrays and over variables are bit-identical', () => {
    const rule = make(optimizer);
    const [variables, arrays] = [byVariables(rule), byArrays(rule)];
    if (rule.handling.clipnorm === null && rule.handling.globalClipnorm === null) {
      expect(variables).toEqual(arrays);
      return;
    }
    // A norm is a sum, and sums of floats depend on how they are made.
    expectClose(variables.final.flat(), arrays.final.flat(), {
      absolute: FLOAT32_STEPS * LARGEST,
    });
  });

  it('are those of Keras', () => {
    const path = byArrays(make(optimizer));
    for (const { step, params } of kept) {
      expectClose(path.params[step - 1].flat(), params.flat(), {
        absolute: KERAS_FLOAT32 * LARGEST,
      });
    }
    expectClose(path.final.flat(), final.flat(), { absolute: KERAS_FLOAT32 * LARGEST });
    expect(path.iterations).toBe(iterations);
  });

  it("end with Keras's accumulators", () => {
    const path = byArrays(make(optimizer));
    expect(path.slots.length).toBe(slots.length);
    // Keras lists them in another order where there are several kinds.
    const sorted = (rows: readonly (readonly number[])[]) =>
      [...rows].sort((a, b) => a[9] - b[9] || a[11] - b[11]);
    const expected = sorted(slots);
    const { useEma } = make(optimizer).handling;
    // An average of weights, and Ftrl's running sum of terms of size 1, are as exact as weights are.
    const room =
      useEma || optimizer.kind === 'Ftrl' ? { ...SLOT, absolute: KERAS_FLOAT32 * LARGEST } : SLOT;
    sorted(path.slots).forEach((slot, index) => {
      expectClose(slot, expected[index], room);
    });
  });

  it('in doubles differ by the rounding alone', () => {
    const rule = make(optimizer);
    const { gradientAccumulationSteps, emaOverwriteFrequency, clipnorm, globalClipnorm } =
      rule.handling;
    if (gradientAccumulationSteps ?? emaOverwriteFrequency ?? clipnorm ?? globalClipnorm) return;
    const [single, double] = [byArrays(rule), byDoubles(rule)];
    for (let step = 0; step < 30; step++) {
      const scale = Math.max(LARGEST, ...double[step].map(Math.abs));
      expectClose(single.params[step][0], double[step], { absolute: FLOAT32_STEPS * scale });
    }
  });
});

describe.each(
  golden<{ cases: TorchCase[] }>('pytorch.json').cases.map(
    (each) => [JSON.stringify(each.optimizer), each] as const,
  ),
)("30 steps of %s with variant: 'pytorch'", (_title, { optimizer, kept }) => {
  it('are those of PyTorch', () => {
    const path = byArrays(make({ ...optimizer, variant: 'pytorch' }));
    for (const { step, param } of kept) {
      expectClose(path.params[step - 1][0], param, { absolute: TORCH_FLOAT32 * LARGEST });
    }
  });
});

describe('The golden gradients', () => {
  it('cover zero, alternation and ten magnitudes', () => {
    expect(goldenGradient(0)[10]).toBe(0);
    expect([goldenGradient(0)[4], goldenGradient(3)[4]]).toEqual([0, 0]);
    expect([goldenGradient(0)[11], goldenGradient(1)[11]]).toEqual([1, -1]);
    const sizes = [...goldenGradient(1)].slice(0, 10).map(Math.abs);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeGreaterThan(1e8);
  });
});
