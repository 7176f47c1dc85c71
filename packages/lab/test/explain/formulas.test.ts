import {
  allSlots,
  clipFactor,
  clipsByNorm,
  decays,
  float64Arith,
  nextStep,
  startProgress,
  updateParameter,
} from '../../../core/src/index.ts';
import { defineOptimizer, lab, type Optimizer, optimizers } from '../../../tsuno/src/index.ts';
import { evaluateFormula } from './evaluate-formula.ts';

/** AdaBelief, as a stranger would write it: nothing in the lab knows it. */
const adaBelief = () => {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  return defineOptimizer({
    kind: 'AdaBelief',
    config: { learningRate: 0.01, beta1, beta2, epsilon },
    learningRate: 0.01,
    slots: { m: 0, s: 0 },
    carry: { first: 1, second: 1 },
    advance: ({ first, second }) => ({ first: first * beta1, second: second * beta2 }),
    scalars: (alpha, { first, second }) => ({
      alpha: (alpha * Math.sqrt(1 - second)) / (1 - first),
    }),
    update(k, { param, grad, ...last }, { alpha }) {
      const m = k.add(k.mul(last.m, beta1), k.mul(grad, 1 - beta1));
      const apart = k.square(k.sub(grad, m));
      const s = k.add(k.add(k.mul(last.s, beta2), k.mul(apart, 1 - beta2)), epsilon);
      return { param: k.sub(param, k.div(k.mul(m, alpha), k.add(k.sqrt(s), epsilon))), m, s };
    },
  });
};

/** Its rule has numbers that no option has, and every operation that there is. */
const odd = () =>
  defineOptimizer({
    kind: 'Odd',
    config: { learningRate: 0.3, gamma: 0.25 },
    learningRate: 0.3,
    slots: { trace: 0.5 },
    scalars: (alpha, _carry, step) => ({ alpha, warm: alpha / (step + 2) }),
    update(k, { param, grad, trace }, { alpha, warm }) {
      const soft = k.div(k.tanh(grad), k.add(k.exp(k.neg(k.abs(grad))), 1));
      const next = k.add(k.mul(trace, 0.25), k.log1p(k.square(soft)));
      const small = k.min(k.max(soft, -0.75), k.sub(1, next));
      const step = k.whereGreater(grad, next, k.mul(small, alpha), k.mul(soft, warm));
      return { param: k.sub(k.mul(param, 0.99), step), trace: next };
    },
  });

const OPTIMIZERS: readonly (readonly [string, Optimizer])[] = [
  ...Object.entries(lab.lineups.everything()).map(
    ([name, entry]) => [name, 'optimizer' in entry ? entry.optimizer : entry] as const,
  ),
  ['amsgrad', optimizers.Adam({ amsgrad: true })],
  ['textbook', optimizers.Adam({ variant: 'pytorch', weightDecay: 0.1 })],
  ['textbook amsgrad', optimizers.Adam({ variant: 'pytorch', amsgrad: true, clipnorm: 0.4 })],
  ['two options alike', optimizers.Adam({ beta1: 0.5, beta2: 0.5, epsilon: 0.5 })],
  ['AdamW clipped', optimizers.AdamW({ clipvalue: 0.3, learningRate: 0.1 })],
  ['RMSprop', optimizers.RMSprop({ momentum: 0.8, centered: true, weightDecay: 0.02 })],
  ['RMSprop alike', optimizers.RMSprop({ momentum: 0.9, centered: true })],
  ['Nesterov', optimizers.SGD({ momentum: 0.8, nesterov: true, globalClipnorm: 0.3 })],
  ['a large rate', optimizers.SGD({ learningRate: 0.9, momentum: 0.9, weightDecay: 0.9 })],
  ['Lion', optimizers.Lion({ weightDecay: 0.01 })],
  [
    'Ftrl',
    optimizers.Ftrl({
      learningRate: 0.2,
      l1RegularizationStrength: 0.05,
      l2RegularizationStrength: 0.02,
      l2ShrinkageRegularizationStrength: 0.07,
      learningRatePower: -0.7,
      beta: 0.3,
      weightDecay: 0.01,
    }),
  ],
  ['Ftrl with a power of 0', optimizers.Ftrl({ learningRatePower: 0 })],
  ['AdaBelief', adaBelief()],
  ['Odd', odd()],
];

const GRADIENTS = [[0.5], [-0.2, 0.7], [0.5, 0.1, -0.9], [3, 3, 0, -1e-3], Array(9).fill(-0.25)];

/** What an option is called in formulas. */
const LETTERS: Readonly<Record<string, string>> = {
  beta1: 'β₁',
  beta2: 'β₂',
  rho: 'ρ',
  epsilon: 'ε',
  momentum: 'μ',
  gamma: 'γ',
  weightDecay: 'λ',
  l1RegularizationStrength: 'λ₁',
  l2ShrinkageRegularizationStrength: 'λ₂',
};

/** The step without any of the lab: the optimizer's update in doubles, from its start. */
function byHand(optimizer: Optimizer, weight: number, gradients: readonly number[]) {
  const { handling } = optimizer;
  let progress = startProgress(optimizer);
  let entry: Record<string, number> = { param: weight, ...allSlots(optimizer) };
  let before = entry;
  for (const grad of gradients) {
    before = entry;
    const next = nextStep(optimizer, progress);
    const square = grad * grad;
    entry = updateParameter<number>(
      optimizer,
      float64Arith,
      { param: entry.param, grad, ...entry },
      next.scalars.rule,
      {
        decay: decays(handling, 'w') ? next.scalars.decay : 0,
        clip: clipsByNorm(handling) ? clipFactor(float64Arith, handling, square, square) : 1,
      },
    );
    progress = next.progress;
  }
  return { before, after: entry };
}

describe.each(OPTIMIZERS)('The explanation of %s', (_name, optimizer) => {
  const cases = GRADIENTS.map((gradients) => ({ gradients, weight: 1.25 - gradients.length / 7 }));

  it('ends where the update ends', () => {
    for (const { gradients, weight } of cases) {
      const { before, after, lines } = lab.explainUpdate({ optimizer, weight, gradients });
      const hand = byHand(optimizer, weight, gradients);
      expect([before, after]).toEqual([hand.before.param, hand.after.param]);
      expect(lines.at(-1)).toMatchObject({ symbol: 'Δw', value: after - before });
    }
  });

  it('has formulas that come to the numbers beside them', () => {
    for (const { gradients, weight } of cases) {
      const explanation = lab.explainUpdate({ optimizer, weight, gradients });
      const { before } = byHand(optimizer, weight, gradients);
      const { lines, step, learningRate } = explanation;
      const config = optimizer.config as Readonly<Record<string, number>>;
      const options = Object.fromEntries(
        Object.entries(LETTERS).flatMap(([option, letter]) =>
          typeof config[option] === 'number' ? [[letter, config[option]]] : [],
        ),
      );
      const powers = Object.fromEntries(
        [
          ...Object.entries(options),
          ...Object.values(options).map((c) => [`${c}`, c] as const),
        ].map(([letter, c]) => [`${letter}ᵗ`, c ** step]),
      );
      const clip = config.clipnorm ?? config.clipvalue ?? config.globalClipnorm;
      const g = lines[0].value;
      const known: Record<string, number> = {
        ...options,
        ...powers,
        ...(clip && { c: clip, '‖g‖': Math.abs(g), '‖all g‖': Math.abs(g) }),
        α: learningRate,
        w: before.param,
      };
      const old: Record<string, number> = {};
      for (const slot of Object.keys(optimizer.slots)) {
        const symbol = optimizer.about[slot]?.symbol ?? slot;
        old[symbol] = before[slot];
        known[`${symbol}ₜ₋₁`] = before[slot];
      }
      for (const { symbol, formula, value } of lines) {
        if (formula !== '∂J/∂w' && formula !== 'from α and t') {
          const numbers = symbol in old ? { ...known, [symbol]: old[symbol] } : known;
          const found = evaluateFormula(formula, numbers);
          // Δw is a difference of two weights in doubles.
          const room = 1e-9 * Math.abs(value) + (symbol === 'Δw' ? 1e-15 : 0);
          const isClose = Math.abs(found - value) <= room;
          if (!isClose) throw new Error(`${symbol} = ${formula} is ${found}, and not ${value}`);
        }
        known[symbol] = value;
      }
    }
  });
});

describe('A rule that the lab has never seen', () => {
  it('is explained by itself, with its averages and its rate', () => {
    const { lines } = lab.explainUpdate({
      optimizer: adaBelief(),
      weight: 1,
      gradients: [0.5, -0.2, 0.7],
    });
    const shown = lines.map(({ symbol, formula }) => `${symbol} = ${formula}`);
    expect(shown).toEqual([
      'g = ∂J/∂w',
      'm = β₁m + (1 − β₁)g',
      's = β₂s + (1 − β₂)(g − m)² + ε',
      'm̂ = m / (1 − β₁ᵗ)',
      's\u0302 = s / (1 − β₂ᵗ)',
      'α_j = α√(1 − β₂ᵗ) / ((1 − β₁ᵗ)(√s + ε))',
      'Δw = −α_j·m',
    ]);
    expect(lines[1].meaning).toBe('average of the gradients');
  });

  it('is not told with letters that are not its own', () => {
    const { lines } = lab.explainUpdate({ optimizer: odd(), weight: 1, gradients: [0.5] });
    expect(lines.map(({ symbol }) => symbol)).toContain('warmₜ');
    expect(lines.map(({ formula }) => formula).join()).toContain('0.99w');
  });
});
