import fc from 'fast-check';
import { lab, optimizers } from '../../../tsuno/src/index.ts';

const { bowl, rosenbrock, surface } = lab.functions;

const walk = async (optimizer: lab.Entrant, steps = 60) => {
  const { paths } = await lab.tracePaths({
    surface: bowl(),
    start: [-9, 3],
    optimizers: { it: optimizer },
    steps,
    grid: 2,
  });
  return paths[0];
};
const descent = (learningRate: number) => walk(optimizers.SGD({ learningRate }));
const adam = (learningRate: number) => walk(optimizers.Adam({ learningRate }));

describe('The functions', () => {
  it.each([
    [() => lab.functions.bowl({ steepnes: 3 } as never), 'Did you mean "steepness"?'],
    [() => lab.functions.bowl(3 as never), 'options have names, bowl({ … }), got 3'],
    [() => lab.functions.rosenbrock({ a: 1 } as never), 'It takes no options'],
    [
      () => lab.functions.surface({ value: () => 1, gradiant: () => [0, 0] } as never),
      'Did you mean "gradient"?',
    ],
    [
      () => lab.functions.surface({ value: () => 1, view: { x: [0, 1] } } as never),
      'view must be { x, y }',
    ],
    [
      () => lab.functions.parameterSlice({ radios: 1 } as never),
      'unknown option "radios". Did you mean "radius"?',
    ],
  ])('refuse what they do not know (%#)', (make, message) => {
    expect(make).toThrow(message);
  });
});

describe('tracePaths', () => {
  // Measured with a program of its own (NumPy, doubles) before this one existed.
  it.each([
    [0.01, 12.1, 108],
    [0.05, 0.086, 23.1],
    [0.079, 5.39, 10.9],
    [0.081, 2178, 10.5],
  ])('at α = %d ends at the J that was measured elsewhere', async (rate, gd, adams) => {
    expect((await descent(rate)).end.value / gd).toBeCloseTo(1, 1.5);
    expect((await adam(rate)).end.value / adams).toBeCloseTo(1, 1.5);
  });

  it('knows that Adam gets down at rates at which gradient descent is lost', async () => {
    expect((await adam(0.3)).end.value).toBeCloseTo(0.24, 2);
    expect((await adam(1)).end.value).toBeCloseTo(0.078, 3);
    expect((await descent(0.3)).walk.course).toBe('diverges');
  });

  it('has gradient descent on the bowl diverge exactly above α = 2/25', async () => {
    const under = fc.double({ min: 0.001, max: 0.0799, noNaN: true });
    const over = fc.double({ min: 0.0801, max: 5, noNaN: true });
    const seeded = { seed: 5, numRuns: 25 };
    await fc.assert(
      fc.asyncProperty(under, async (rate) => (await descent(rate)).walk.course !== 'diverges'),
      seeded,
    );
    await fc.assert(
      fc.asyncProperty(over, async (rate) => (await descent(rate)).walk.course === 'diverges'),
      seeded,
    );
  });

  it('is the closed form for gradient descent: each axis shrinks by 1 − αk at every step', async () => {
    const { points } = await descent(0.03);
    points.forEach(([w1, w2], step) => {
      expect(w1).toBeCloseTo(-9 * (1 - 0.03) ** step, 12);
      expect(w2).toBeCloseTo(3 * (1 - 0.03 * 25) ** step, 12);
    });
  });

  it('tells the lecture’s pictures apart: many small steps the same way, and oscillation', async () => {
    const small = (await descent(0.002)).walk;
    expect(small).toMatchObject({ course: 'creeps', turns: [0, 0] });
    const large = (await descent(0.079)).walk;
    expect(large).toMatchObject({ course: 'oscillates', turns: [0, 1] });
    expect((await adam(1)).walk.course).not.toBe('diverges');
  });

  it('moves every axis by α in Adam’s first step, however steep it is', async () => {
    const { points } = await adam(0.3);
    expect(points[1][0] - points[0][0]).toBeCloseTo(0.3, 6);
    expect(points[1][1] - points[0][1]).toBeCloseTo(-0.3, 6);
  });

  it('takes a function without its gradient', async () => {
    const { value, view } = rosenbrock();
    const own = surface({ value, view });
    expect(await own.gradient(-1, 0.5)).toEqual([
      expect.closeTo((await rosenbrock().gradient(-1, 0.5))[0], 4),
      expect.closeTo((await rosenbrock().gradient(-1, 0.5))[1], 4),
    ]);
  });

  it('measures the heights row by row', async () => {
    const { surface: shown } = await lab.tracePaths({
      surface: bowl({ steepness: 2 }),
      start: [1, 1],
      optimizers: lab.lineups.lecture(),
      grid: 3,
    });
    expect(shown.heights.values).toEqual([66, 16, 66, 50, 0, 50, 66, 16, 66]);
  });

  it.each([
    [{ start: [1] }, 'start must be a point [w1, w2], got [1]'],
    [{ surface: {} }, 'surface must be one of lab.functions'],
    [{ optimizers: {} }, 'optimizers is empty'],
    [{ optimizers: { a: 3 } }, '"a" must be an optimizer, or { optimizer, batchSize }, got 3'],
    [{ step: 3 }, 'unknown option "step". Did you mean "steps"?'],
  ])('refuses %j', async (wrong, message) => {
    const options = { surface: bowl(), start: [1, 1], optimizers: lab.lineups.lecture() };
    await expect(lab.tracePaths({ ...options, ...wrong } as never)).rejects.toThrow(message);
  });

  it('accumulates gradients and averages weights as engines do', async () => {
    const walk = async (options: Parameters<typeof optimizers.SGD>[0]) => {
      const { paths } = await lab.tracePaths({
        surface: lab.functions.bowl({ steepness: 1 }),
        start: [8, 4],
        steps: 4,
        grid: 3,
        optimizers: { SGD: optimizers.SGD({ learningRate: 0.5, ...options }) },
      });
      return paths[0].points.map(([x]) => x);
    };
    expect(await walk({})).toEqual([8, 4, 2, 1, 0.5]);
    // Every second gradient makes an update, with the mean of both.
    expect(await walk({ gradientAccumulationSteps: 2 })).toEqual([8, 8, 4, 4, 2]);
    // Averages: 4, then ½·4 + ½·2 = 3, which takes the weight's place; ½·3 + ½·1.5 = 2.25, then ½·2.25 + ½·0.75 = 1.5.
    const averaged = { useEma: true, emaMomentum: 0.5, emaOverwriteFrequency: 2 };
    expect(await walk(averaged)).toEqual([8, 4, 3, 1.5, 1.5]);
  });
});
