import '../../engine-tfjs/src/index.ts';
import { type Activation, float64Arith, OptionError, tf } from '@tsuno/core';
import { expectClose, golden } from '../../testing/src/index.ts';
import * as activations from '../src/activations/index.ts';

/** exp and tanh of two libraries differ by an ulp or two, and a quotient adds another. */
const FLOAT32 = { relative: 1e-6, absolute: 1e-37 };
/** 1 − y and 1 − y² of a y near 1 lose the digits that y has not got. */
const GRADIENT = { relative: 2e-6, absolute: 2e-7 };

/** What is lost where nearly equal numbers are subtracted, in Keras as much as here: x − tanh x, and 1 + tanh near −1. */
const LOST: Readonly<Record<string, { forward?: object; gradient?: object }>> = {
  tanhShrink: { forward: { absolute: 5e-8 } },
  gelu: { forward: { absolute: 5e-7 }, gradient: { absolute: 5e-6 } },
};

interface Case {
  readonly activation: keyof typeof activations;
  readonly options: object;
  readonly x: number[];
  readonly y: number[];
  readonly weights: number[];
  readonly gradient: number[];
}
const { cases } = golden<{ cases: Case[] }>('activations.json');
const factories = activations as unknown as Readonly<
  Record<Case['activation'], (options?: object) => Activation>
>;

describe.each(
  cases.map((each) => [`${each.activation} ${JSON.stringify(each.options)}`, each] as const),
)('Keras agrees with %s', (_title, each) => {
  const activation = factories[each.activation](each.options);

  it('forward', () => {
    const y = tf.tidy(() => [...activation.call(tf.tensor2d([each.x])).dataSync()]);
    expectClose(y, each.y, { ...FLOAT32, ...LOST[each.activation]?.forward });
  });

  it('and in the gradient', () => {
    const gradient = tf.tidy(() => {
      const weights = tf.tensor2d([each.weights]);
      const f = (x: tf.Tensor) => tf.sum(tf.mul(activation.call(x), weights));
      return [
        ...tf
          .grad(f)(tf.tensor2d([each.x]))
          .dataSync(),
      ];
    });
    expectClose(gradient, each.gradient, { ...GRADIENT, ...LOST[each.activation]?.gradient });
  });
});

/** The options of those that cannot do without. */
const LEAST: Readonly<Partial<Record<Case['activation'], object>>> = {
  threshold: { threshold: 0.6, defaultValue: -2 },
};

describe('The derivative that a rule states', () => {
  const points = [-30, -4, -1.1, -0.3, 0.2, 0.7, 1.9, 4.5, 30];
  /** Central differences in doubles: the error is h²·f‴/6 plus the rounding 10⁻¹⁶/h. */
  const H = 1e-5;
  const DIFFERENCES = { absolute: 1e-9 };

  const rules = Object.entries(factories).map(
    ([name, factory]) => [name, factory(LEAST[name as Case['activation']])] as const,
  );
  it.each([
    ...rules.filter(([, activation]) => activation.rule !== undefined),
    [
      'relu in every respect',
      activations.relu({ negativeSlope: 0.1, maxValue: 3, threshold: 0.5 }),
    ],
    ['relu with a negative slope option', activations.relu({ negativeSlope: -0.5, threshold: -1 })],
    ['approximate gelu', activations.gelu({ approximate: true })],
    ['celu with another alpha', activations.celu({ alpha: 0.3 })],
  ] as const)('of %s is that of finite differences', (name, { rule }) => {
    if (!rule) throw new Error('There is no rule.');
    const k = float64Arith;
    // The fit of the normal distribution is good to 10⁻⁷, and its slope to 10⁻⁶ of it.
    const room = name === 'gelu' ? { absolute: 5e-6 } : DIFFERENCES;
    for (const x of points) {
      const slope = (rule.forward(k, x + H) - rule.forward(k, x - H)) / (2 * H);
      const stated = rule.backward(k, rule.forward(k, x), 2, x);
      expectClose([stated], [2 * slope], {
        ...room,
        relative: name === 'exponential' ? 1e-9 : 0,
      });
    }
  });

  it('of softmax is that of finite differences, on either axis', () => {
    const x = [0.3, -1, 2, 0.1, 1, -0.5];
    const weights = tf.tensor2d([1, -2, 3, 0.5, 1.5, -1], [2, 3]);
    for (const axis of [-1, 0, 1]) {
      const f = (values: tf.Tensor) =>
        tf.sum(tf.mul(activations.softmax({ axis }).call(values), weights));
      const stated = tf
        .grad(f)(tf.tensor2d(x, [2, 3]))
        .dataSync();
      x.forEach((_, i) => {
        // h of 2⁻⁷ leaves 3 digits to float32 values of size 1.
        const at = (h: number) =>
          f(
            tf.tensor2d(
              x.map((value, j) => (i === j ? value + h : value)),
              [2, 3],
            ),
          ).dataSync()[0];
        expectClose([stated[i]], [(at(2 ** -7) - at(-(2 ** -7))) / 2 ** -6], { absolute: 3e-4 });
      });
    }
  });
});

describe('sigmoid', () => {
  it('at ±100 is 0 and 1, with the derivative 0 and no NaN', () => {
    const x = tf.tensor1d([-100, -90, 0, 90, 100]);
    const y = activations.sigmoid().call(x).dataSync();
    expectClose(y, [0, 0, 0.5, 1, 1], { absolute: 1e-38 });
    const dy = tf
      .grad((values) => activations.sigmoid().call(values))(x)
      .dataSync();
    expectClose(dy, [0, 0, 0.25, 0, 0], { absolute: 1e-38 });
  });
});

describe('sparsemax', () => {
  /** Sums of six numbers in float32. */
  const SUM = { absolute: 5e-7 };
  const of = (x: readonly number[]) =>
    tf.tidy(() => [
      ...activations
        .sparsemax()
        .call(tf.tensor2d([[...x]]))
        .dataSync(),
    ]);

  // Definition and closed form, Martins and Astudillo (2016), (3) and (4): max(z − τ, 0) with τ = (Σ over the support − 1)
  // over its size, the support being the k largest with 1 + k·z₍ₖ₎ > z₍₁₎ + … + z₍ₖ₎. Each answer below is that by hand.
  it.each([
    [
      [2, 0.5, 0.1],
      [1, 0, 0],
    ],
    [
      [0.3, 0.1],
      [0.6, 0.4],
    ],
    [
      [2, 1.5, 1.2, 0.9, 0.8, 0.7],
      [0.75, 0.25, 0, 0, 0, 0],
    ],
    [
      [0.1, 0.5, 0.3, -3, 0.2],
      [0.075, 0.475, 0.275, 0, 0.175],
    ],
    [
      [-1, 2.7, 3, 2.8, 2.9],
      [0, 0.1, 0.4, 0.2, 0.3],
    ],
    [
      [1, 1, 1, 1, 1, 1],
      [1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6],
    ],
  ])('of %j is the paper’s %j', (x, y) => {
    expectClose(of(x), y, SUM);
  });

  it('of two numbers is half their difference from ½, and never beyond 0 and 1', () => {
    for (const t of [-3, -1, -0.4, 0, 0.2, 0.9, 1, 5]) {
      const first = Math.min(1, Math.max(0, (t + 1) / 2));
      expectClose(of([t, 0]), [first, 1 - first], SUM);
    }
  });

  it('adds up to 1 for supports of all sizes', () => {
    for (const spread of [0.01, 0.1, 0.3, 1, 10]) {
      const y = of(Array.from({ length: 12 }, (_, i) => spread * Math.sin(7 * i)));
      expectClose([y.reduce((sum, value) => sum + value, 0)], [1], { absolute: 2e-6 });
    }
  });

  it('has the derivative dy less its mean over the support, on the support, (12) in the paper', () => {
    const dy = tf.tensor2d([[1, 2, 4, -3, 5]]);
    const gradient = tf.tidy(() => [
      ...tf
        .grad((x) => tf.sum(tf.mul(activations.sparsemax().call(x), dy)))(
          tf.tensor2d([[0.1, 0.5, 0.3, -3, 0.2]]),
        )
        .dataSync(),
    ]);
    expectClose(gradient, [-2, -1, 1, 0, 2], SUM);
  });
});

describe('relu', () => {
  it('at its threshold has the derivative 0, or 1 when there is a negative slope, as in Keras', () => {
    const slope = (options: object, x: number) =>
      tf
        .grad((values) => activations.relu(options).call(values))(tf.scalar(x))
        .dataSync()[0];
    expect(slope({}, 0)).toBe(0);
    expect(slope({ threshold: 2 }, 2)).toBe(0);
    expect(slope({ negativeSlope: 0.5 }, 0)).toBe(1);
  });
});

describe('softmax', () => {
  it('adds up to 1 over its axis', () => {
    const x = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40], [2, 2, 3]);
    for (const axis of [0, 1, 2, -1, -3]) {
      const sums = tf.sum(activations.softmax({ axis }).call(x), axis).dataSync();
      expectClose(sums, Array(sums.length).fill(1), { absolute: 1e-6 });
    }
    // By hand: e¹/(e¹ + e⁷) over the first axis.
    const first = activations.softmax({ axis: 0 }).call(x).dataSync()[0];
    expectClose([first], [1 / (1 + Math.exp(6))], { relative: 1e-6 });
  });

  it('of large scores is finite', () => {
    expect([
      ...activations
        .softmax()
        .call(tf.tensor2d([[1e4, 0, -1e4]]))
        .dataSync(),
    ]).toEqual([1, 0, 0]);
  });

  it('refuses an axis that is no whole number or does not exist', () => {
    expect(() => activations.softmax({ axis: 0.5 })).toThrow(
      'softmax: axis must be a whole number, got 0.5.',
    );
    for (const axis of [2, -3]) {
      expect(() => activations.softmax({ axis }).call(tf.zeros([2, 3]))).toThrow(
        `softmax: axis ${axis} does not exist in outputs with 2 axes; it can be 0 to 1, or -1 for the last.`,
      );
    }
  });
});

describe('Activations', () => {
  it('say what their outputs are', () => {
    const yielding = (wanted: string) =>
      Object.entries(factories)
        .filter(([name, make]) => make(LEAST[name as Case['activation']]).yields === wanted)
        .map(([name]) => name);
    expect(yielding('logits')).toEqual(['linear']);
    expect(yielding('probabilities').sort()).toEqual([
      'hardSigmoid',
      'sigmoid',
      'softmax',
      'sparseSigmoid',
      'sparsemax',
    ]);
  });

  it.each(Object.entries(factories))(
    '%s refuses options that it does not have',
    (name, factory) => {
      const options = { ...LEAST[name as Case['activation']], slope: 1 };
      expect(() => factory(options)).toThrow(OptionError);
      expect(() => factory(options)).toThrow(`${name}: unknown option "slope".`);
    },
  );

  it('relu refuses options that are not numbers', () => {
    expect(() => activations.relu({ maxValue: Number.NaN })).toThrow(
      'relu: maxValue must be a number in (-∞, ∞), got NaN.',
    );
    expect(() => activations.relu({ threshold: '1' as unknown as number })).toThrow(
      'relu: threshold must be a number in (-∞, ∞), got "1".',
    );
  });
});
