import {
  constraints,
  lab,
  layers,
  losses,
  type Optimizer,
  optimizers,
  Sequential,
  UnsupportedError,
} from '../../../tsuno/src/index.ts';
import { oneUnit, tenInputs } from '../one-unit.ts';

const { x, y } = tenInputs;
const numberAt = ({ lines }: lab.Explanation, wanted: string) =>
  lines.find(({ symbol }) => symbol === wanted)?.value as number;

describe('explainStep', () => {
  it('gives g, m, v, m̂, v̂, α_j and Δw in order, each from those before it', async () => {
    const model = oneUnit();
    await model.fit(x, y, { epochs: 7, batchSize: 40, verbose: 0 });
    const explanation = await lab.explainStep({ model, x, y, layer: 'dense', index: [4, 0] });
    expect(explanation.lines.map(({ symbol }) => symbol)).toEqual([
      'g',
      'm',
      'v',
      'm̂',
      'v̂',
      'α_j',
      'Δw',
    ]);
    expect(explanation).toMatchObject({ parameter: 'w₅', optimizer: 'Adam', step: 8 });
    const [g, m, v, mHat, vHat, rate, step] = explanation.lines.map(({ value }) => value);
    expect(mHat).toBeCloseTo(m / (1 - 0.9 ** 8), 12);
    expect(vHat).toBeCloseTo(v / (1 - 0.999 ** 8), 12);
    expect(rate).toBeCloseTo(
      (0.01 * Math.sqrt(1 - 0.999 ** 8)) / ((1 - 0.9 ** 8) * (Math.sqrt(v) + 1e-7)),
      10,
    );
    expect(step).toBeCloseTo(-rate * m, 12);
    expect(step).toBeCloseTo((-0.01 * mHat) / Math.sqrt(vHat), 6);
    expect(explanation.after).toBe(explanation.before + step);
    // The gradient by differences of the loss on both sides, which for a square are exact.
    const loss = async (by: number) => {
      const tensors = model.getWeights();
      const kernel = [...tensors[0].dataSync()];
      kernel[4] += by;
      const moved = oneUnit();
      moved.setWeights([Float32Array.from(kernel), tensors[1].dataSync() as Float32Array]);
      return (await moved.evaluate(x, y, { verbose: 0 })) as number;
    };
    expect(g).toBeCloseTo(((await loss(1)) - (await loss(-1))) / 2, 2);
  });

  it('says what the model then does, and leaves it as it is until then', async () => {
    const model = oneUnit();
    await model.fit(x, y, { epochs: 3, batchSize: 40, verbose: 0 });
    const at = (index: number) => model.getWeights()[0].dataSync()[index];
    const before = at(2);
    const explanation = await lab.explainStep({ model, x, y, layer: 0, index: [2, 0] });
    expect(at(2)).toBe(before);
    await model.trainOnBatch(x, y);
    expect(at(2)).toBeCloseTo(explanation.after, 6);
  });

  it.each([
    ['plain', {}, ['g', 'α_j', 'Δw']],
    ['with momentum', { momentum: 0.9 }, ['g', 'm', 'α_j', 'Δw']],
  ])('explains gradient descent, %s', async (_name, options, symbols) => {
    const model = oneUnit(optimizers.SGD({ learningRate: 0.001, ...options }));
    const explanation = await lab.explainStep({ model, x, y, layer: 0, index: [9, 0] });
    expect(explanation.lines.map(({ symbol }) => symbol)).toEqual(symbols);
    expect(numberAt(explanation, 'Δw')).toBeCloseTo(-0.001 * numberAt(explanation, 'g'), 9);
  });

  it.each([
    ['clipnorm', { clipnorm: 0.5 }],
    ['globalClipnorm', { globalClipnorm: 0.5 }],
    ['clipvalue', { clipvalue: 0.001 }],
  ])('has a line for the gradient after %s, from which the others follow', async (_name, clip) => {
    const model = oneUnit(optimizers.SGD({ learningRate: 0.01, momentum: 0.9, ...clip }));
    const explanation = await lab.explainStep({ model, x, y, layer: 0, index: [9, 0] });
    const { lines } = explanation;
    expect(lines.map(({ symbol }) => symbol)).toEqual(['g', 'g′', 'm', 'α_j', 'Δw']);
    expect(lines[1].meaning).toBe('the gradient after clipping');
    expect(lines[2].formula).toBe('μm − αg′');
    expect(lines[3].meaning).toBe('the one rate for all weights');
    expect(Math.abs(lines[1].value)).toBeLessThan(Math.abs(lines[0].value));
    expect(lines[2].value).toBeCloseTo(-0.01 * lines[1].value, 12);
    await model.trainOnBatch(x, y);
    expect(model.getWeights()[0].dataSync()[9]).toBeCloseTo(explanation.after, 6);
  });

  it.each([
    [optimizers.Adam({ gradientAccumulationSteps: 2 }), null, 'gradientAccumulationSteps: 2'],
    [optimizers.Adam({ useEma: true, emaOverwriteFrequency: 3 }), null, 'emaOverwriteFrequency: 3'],
    [optimizers.Adam(), constraints.NonNeg(), 'dense/kernel has the constraint NonNeg'],
  ])('refuses where the rule is not all (%#)', async (optimizer, kernelConstraint, message) => {
    const dense = layers.Dense({ units: 1, kernelConstraint: kernelConstraint ?? undefined });
    const model = new Sequential([layers.Input({ shape: [10] }), dense], { seed: 3 });
    model.compile({ optimizer: optimizer as Optimizer, loss: losses.MeanSquaredError() });
    const explained = () => lab.explainStep({ model, x, y, layer: 'dense', index: [0, 0] });
    await expect(explained()).rejects.toThrow(UnsupportedError);
    await expect(explained()).rejects.toThrow(message);
  });
});

describe('explainUpdate', () => {
  it.each([
    [{ gradientAccumulationSteps: 2 }, 'a step is made of several batches'],
    [{ useEma: true, emaOverwriteFrequency: 3 }, 'steps end with the weights'],
  ])('refuses where the rule is not all: %o', (options, message) => {
    const optimizer = optimizers.Adam(options);
    const explained = () => lab.explainUpdate({ optimizer, weight: 1, gradients: [1, 2] });
    expect(explained).toThrow(UnsupportedError);
    expect(explained).toThrow(message);
  });

  it.each([
    [{ gradients: [] }, 'gradients must be a list with at least one number'],
    [{ gradients: 3 }, 'gradients must be a list with at least one number'],
    [{ gradients: [1, '2'] }, 'gradient must be a number in (-∞, ∞), got "2"'],
    [{ optimizer: 'adam' }, 'optimizer must be made by a factory'],
    [{ optimizer: layers.Flatten() }, 'optimizer must be made by a factory'],
  ])('refuses %o', (wrong, message) => {
    const options = { optimizer: optimizers.Adam(), weight: 1, gradients: [1] };
    expect(() => lab.explainUpdate({ ...options, ...wrong } as never)).toThrow(message);
  });

  it.each(['keras', 'pytorch'] as const)('knows α_j of amsgrad as %s has it', (variant) => {
    const optimizer = optimizers.Adam({ amsgrad: true, variant });
    const explanation = lab.explainUpdate({ optimizer, weight: 1, gradients: [100, 3, 1] });
    const [rate, m] = [numberAt(explanation, 'α_j'), numberAt(explanation, 'm')];
    expect(numberAt(explanation, 'Δw') / (-rate * m)).toBeCloseTo(1, 10);
  });

  it.each([1000, 1, -0.01])('has Adam’s first step be α for a gradient of %d', (gradient) => {
    const explanation = lab.explainUpdate({
      optimizer: optimizers.Adam({ learningRate: 0.1 }),
      weight: 1,
      gradients: [gradient],
    });
    expect(numberAt(explanation, 'Δw')).toBeCloseTo(-0.1 * Math.sign(gradient), 4);
    expect(numberAt(explanation, 'g')).toBe(gradient);
  });

  it('lowers α_j where gradients alternate and keeps |Δw| near α where they agree', () => {
    const optimizer = optimizers.Adam({ learningRate: 0.1 });
    const after = (gradients: readonly number[]) =>
      lab.explainUpdate({ optimizer, weight: 0, gradients });
    const agree = after(Array(50).fill(1));
    const alternate = after(Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 1 : -1)));
    expect(numberAt(agree, 'Δw')).toBeCloseTo(-0.1, 5);
    expect(Math.abs(numberAt(alternate, 'Δw'))).toBeLessThan(0.01);
    expect(numberAt(alternate, 'v̂')).toBeCloseTo(numberAt(agree, 'v̂'), 12);
  });
});
