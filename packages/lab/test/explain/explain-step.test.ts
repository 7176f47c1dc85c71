import { lab, optimizers } from '../../../tsuno/src/index.ts';
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
});

describe('explainUpdate', () => {
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
