import { describeReference, expectClose } from '../../testing/src/index.ts';
import { goldenGradient, goldenStart, modelRun } from '../../testing/src/optimizer-run.ts';
import { AdaBelief, attach } from '../src/index.ts';

/** 30 steps that each round a handful of times to float32, relative to the largest weight, which is about 2. */
const FLOAT32_STEPS = 2e-6;

/** Algorithm 2 of the paper to the letter, for one weight in doubles. */
function paper(
  start: number,
  gradients: readonly number[],
  { alpha = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-16 } = {},
): readonly number[] {
  let [theta, m, s] = [start, 0, 0];
  return gradients.map((g, step) => {
    const t = step + 1;
    m = beta1 * m + (1 - beta1) * g;
    s = beta2 * s + (1 - beta2) * (g - m) ** 2 + epsilon;
    const [mHat, sHat] = [m / (1 - beta1 ** t), s / (1 - beta2 ** t)];
    theta -= (alpha * mHat) / (Math.sqrt(sHat) + epsilon);
    return theta;
  });
}

const steps = Array.from({ length: 30 }, (_, step) => step);
const start = goldenStart(0);

/** The paper's path of all twelve weights. */
function papersPath(options: Parameters<typeof paper>[2]): readonly (readonly number[])[] {
  const paths = [...start].map((value, i) =>
    paper(
      value,
      steps.map((step) => goldenGradient(step)[i]),
      options,
    ),
  );
  return steps.map((step) => paths.map((path) => path[step]));
}

describeReference(
  {
    concept: 'optimizer AdaBelief',
    kind: 'closed form',
    source: 'Zhuang et al. 2020, algorithm 2, https://arxiv.org/abs/2010.07468',
  },
  () => {
    it.each([
      {},
      { learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 },
      { learningRate: 0.02, beta1: 0, epsilon: 1e-3 },
    ])('takes the steps of the paper with %o', (options) => {
      const expected = papersPath({ ...options, alpha: options.learningRate });
      const w = start.slice();
      const stepper = attach(AdaBelief(options), { w });
      for (const step of steps) {
        stepper.apply({ w: goldenGradient(step) });
        expectClose(w, expected[step], { absolute: FLOAT32_STEPS * 2 });
      }
    });

    it.each([true, false])('takes them in a model with jitCompile: %s', async (jitCompile) => {
      const options = { learningRate: 0.1, beta2: 0.9, epsilon: 1e-8 };
      const expected = papersPath({ ...options, alpha: options.learningRate });
      const path = await modelRun(AdaBelief(options), jitCompile);
      for (const step of steps) {
        expectClose(path[step], expected[step], { absolute: FLOAT32_STEPS * 2 });
      }
    });
  },
);

describe('AdaBelief', () => {
  it('takes a first step of size α/β₁ whatever the gradient’s scale', () => {
    const w = Float32Array.of(1, 1, 1);
    attach(AdaBelief({ learningRate: 0.09 }), { w }).apply({ w: [1e-3, -5, 1e6] });
    expectClose(w, [0.9, 1.1, 0.9], { absolute: 1e-6 });
  });

  it('leaves a weight alone whose gradient is 0, as the first of all', () => {
    const w = Float32Array.of(1);
    attach(AdaBelief(), { w }).apply({ w: [0] });
    expect([...w]).toEqual([1]);
  });

  it.each([{ beta1: 1 }, { beta2: -0.1 }, { epsilon: 0 }, { learningRate: -1 }])(
    'refuses %o',
    (options) => {
      expect(() => AdaBelief(options)).toThrow(/^AdaBelief: (beta|epsilon|learningRate)/);
    },
  );
});
