import { type Optimizer, OptionError, ShapeError, tf } from '@tsuno/core';
import { Adam, attach, SGD } from '../src/index.ts';

describe('attach over Float32Arrays', () => {
  it('moves every parameter in place and counts', () => {
    const [w, b] = [Float32Array.of(1, 2), Float32Array.of(5)];
    const stepper = attach(SGD({ learningRate: 0.5 }), { w, b });
    expect(stepper.iterations).toBe(0);
    stepper.apply({ w: [2, -2], b: Float32Array.of(4) });
    expect([[...w], [...b]]).toEqual([[0, 3], [3]]);
    stepper.apply({ w: [0, 2], b: [0] });
    expect([[...w], [...b]]).toEqual([[0, 2], [3]]);
    expect(stepper.iterations).toBe(2);
  });

  it('shows the accumulators by parameter and name', () => {
    const w = Float32Array.of(1, 2);
    const stepper = attach(SGD({ learningRate: 0.5, momentum: 0.5 }), { w });
    expect([...stepper.slots.w.momentum]).toEqual([0, 0]);
    stepper.apply({ w: [2, -4] });
    expect([...stepper.slots.w.momentum]).toEqual([-1, 2]);
    expect(Object.keys(attach(Adam(), { w }).slots.w)).toEqual(['m', 'v']);
    expect(attach(SGD(), { w }).slots.w).toEqual({});
  });

  it('takes a learning rate that is set in the middle', () => {
    const w = Float32Array.of(1);
    const stepper = attach(SGD({ learningRate: 0.5 }), { w });
    expect(stepper.learningRate).toBe(0.5);
    stepper.apply({ w: [1] });
    stepper.learningRate = 0.25;
    expect(stepper.learningRate).toBe(0.25);
    stepper.apply({ w: [1] });
    expect(w[0]).toBe(0.25);
    expect(stepper.iterations).toBe(2);
  });

  it('keeps the direction and the size of the step apart from the rate: Adam goes on with m and v', () => {
    const [one, other] = [Float32Array.of(1), Float32Array.of(1)];
    const steppers = [
      attach(Adam({ learningRate: 0.1 }), { w: one }),
      attach(Adam({ learningRate: 0.1 }), { w: other }),
    ];
    for (const stepper of steppers) stepper.apply({ w: [3] });
    steppers[1].learningRate = 0;
    for (const stepper of steppers) stepper.apply({ w: [3] });
    expect(steppers[1].slots).toEqual(steppers[0].slots);
    expect(other[0]).toBeGreaterThan(one[0]);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, '0.1' as unknown as number])(
    'refuses the learning rate %p, and keeps the last',
    (learningRate) => {
      const stepper = attach(SGD({ learningRate: 0.5 }), { w: Float32Array.of(1) });
      expect(() => {
        stepper.learningRate = learningRate;
      }).toThrow(/^attach: learningRate must be a number in \[0, ∞\), got /);
      expect(stepper.learningRate).toBe(0.5);
    },
  );

  it('steps two steppers of one description independently', () => {
    const rule = Adam({ learningRate: 0.1 });
    const [a, b] = [Float32Array.of(1), Float32Array.of(1)];
    const [first, second] = [attach(rule, { w: a }), attach(rule, { w: b })];
    first.apply({ w: [1] });
    first.apply({ w: [1] });
    second.apply({ w: [1] });
    expect([first.iterations, second.iterations]).toEqual([2, 1]);
    expect(second.slots.w.m[0]).toBeCloseTo(0.1, 6);
  });
});

describe('attach over variables', () => {
  it('moves them, leaves the gradients, and keeps the number of tensors', () => {
    const w = tf.variable(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
    );
    const before = tf.memory().numTensors;
    const stepper = attach(Adam({ learningRate: 0.1 }), { w });
    expect(tf.memory().numTensors).toBe(before + 2);
    const gradient = tf.tensor2d([
      [1, -1],
      [100, 0],
    ]);
    for (let step = 0; step < 3; step++) stepper.apply({ w: gradient });
    expect(gradient.isDisposed).toBe(false);
    expect(tf.memory().numTensors).toBe(before + 3);
    expect(stepper.slots.w.m.shape).toEqual([2, 2]);
    expect(w.dataSync()[3]).toBe(4);
    stepper.dispose();
    stepper.dispose();
    gradient.dispose();
    expect(w.isDisposed).toBe(false);
    expect(tf.memory().numTensors).toBe(before);
    w.dispose();
  });

  it('keeps its accumulators when a step is made inside a tidy', () => {
    const w = tf.variable(tf.tensor1d([3]));
    const stepper = attach(Adam({ learningRate: 0.1 }), { w });
    for (let step = 0; step < 200; step++) tf.tidy(() => stepper.apply({ w: tf.mul(2, w) }));
    // J = w²: at the minimum but for Adam's last swing, a fraction of α.
    expect(Math.abs(w.dataSync()[0])).toBeLessThan(0.1);
    stepper.dispose();
    w.dispose();
  });

  it('may be begun inside a tidy too', () => {
    const w = tf.variable(tf.tensor1d([3]));
    const steppers = [] as ReturnType<typeof attach<{ w: tf.Variable }>>[];
    tf.tidy(() => {
      steppers.push(attach(Adam(), { w }));
    });
    const [stepper] = steppers;
    const gradient = tf.tensor1d([1]);
    stepper.apply({ w: gradient });
    expect(stepper.iterations).toBe(1);
    stepper.dispose();
    tf.dispose([w, gradient]);
  });
});

describe("attach's refusals", () => {
  const arrays = () => ({ w: Float32Array.of(1, 2), b: Float32Array.of(3) });

  it('something that is no optimizer', () => {
    for (const other of ['adam', Adam, undefined, {}]) {
      expect(() => attach(other as unknown as Optimizer, arrays())).toThrow(
        /^attach: the first argument must be an optimizer, such as optimizers\.Adam\(\), got /,
      );
    }
  });

  it('something that is no parameter, leaving no tensor behind', () => {
    const w = tf.variable(tf.tensor1d([1]));
    const before = tf.memory().numTensors;
    for (const [other, shown] of [
      [3, '3'],
      [[1, 2], '[1, 2]'],
      [new Float64Array(2), 'Float64Array(2)'],
      [tf.scalar(1), 'a Tensor'],
    ] as const) {
      expect(() => attach(Adam(), { w, b: other as unknown as Float32Array })).toThrow(
        `attach: parameter "b" must be a tf.Variable or a Float32Array, got ${shown}.`,
      );
    }
    // The scalar of this test itself is one more.
    expect(tf.memory().numTensors).toBe(before + 1);
    w.dispose();
  });

  it.each([
    ['none', {}, 'none'],
    ['too few', { w: [1, 1] }, '"w"'],
    ['too many', { w: [1, 1], b: [1], c: [1] }, '"w", "b", "c"'],
    ['another name', { w: [1, 1], bias: [1] }, '"w", "bias"'],
    ['nothing', null, 'none'],
  ])('gradients that are not one for each parameter: %s', (_what, gradients, got) => {
    const parameters = arrays();
    const stepper = attach(Adam(), parameters);
    const apply = () => stepper.apply(gradients as never);
    expect(apply).toThrow(OptionError);
    expect(apply).toThrow(`attach: apply takes one gradient for each of "w", "b", got ${got}.`);
    expect(parameters).toEqual(arrays());
    expect(stepper.iterations).toBe(0);
  });

  it.each([
    ['one number too many', [1, 2], '[1, 2]'],
    ['a single number', 1, '1'],
    ['null', null, 'null'],
    ['a tensor', tf.tensor1d([1]), 'a Tensor'],
  ])(
    'a gradient of the wrong length (%s), before any parameter has moved',
    (_what, gradient, shown) => {
      const parameters = arrays();
      const stepper = attach(Adam(), parameters);
      const apply = () => stepper.apply({ w: [1, 1], b: gradient as number[] });
      expect(apply).toThrow(ShapeError);
      expect(apply).toThrow(`attach: the gradient of "b" must hold 1 numbers, got ${shown}.`);
      expect(parameters).toEqual(arrays());
      expect(stepper.iterations).toBe(0);
      expect([...stepper.slots.w.m]).toEqual([0, 0]);
    },
  );

  it('a gradient of another shape than its variable, before any variable has moved', () => {
    const [w, b] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.tensor2d([[1, 2, 3]]))];
    const stepper = attach(Adam(), { w, b });
    const good = tf.tensor1d([1, 1]);
    const flat = tf.tensor1d([1, 1, 1]);
    const before = tf.memory().numTensors;
    expect(() => stepper.apply({ w: good, b: flat })).toThrow(
      'attach: the gradient of "b" must be a tensor of shape [1, 3], got the shape [3].',
    );
    expect(() => stepper.apply({ w: good, b: [1, 1, 1] as unknown as tf.Tensor })).toThrow(
      'attach: the gradient of "b" must be a tensor of shape [1, 3], got [1, 1, 1].',
    );
    expect([...w.dataSync()]).toEqual([1, 2]);
    expect(stepper.iterations).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
    stepper.dispose();
    tf.dispose([w, b, good, flat]);
  });

  it('refuses to step after it has been disposed of', () => {
    const w = Float32Array.of(1);
    const stepper = attach(SGD(), { w });
    stepper.dispose();
    stepper.dispose();
    expect(() => stepper.apply({ w: [1] })).toThrow('attach: the stepper has been disposed of');
    expect(w[0]).toBe(1);
  });
});

describe('attach, at the door', () => {
  it.each([
    ['null', null],
    ['a Map', new Map([['w', Float32Array.of(1)]])],
    ['a Promise', Promise.resolve({})],
    ['a list', [Float32Array.of(1)]],
    ['a number', 3],
    ['nothing', undefined],
  ])('refuses %s in place of parameters', (_about, given) => {
    expect(() => attach(Adam(), given as never)).toThrow(
      'attach: parameters must be an object, such as { w }, got ',
    );
  });
});

describe('A stepper over variables that is disposed of', () => {
  it('frees its accumulators once, leaves the parameters, and steps no more', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const before = tf.memory().numTensors;
    const stepper = attach(Adam(), { w });
    expect(tf.memory().numTensors).toBe(before + 2);
    stepper.dispose();
    expect(tf.memory().numTensors).toBe(before);
    stepper.dispose();
    expect([...w.dataSync()]).toEqual([1, 2]);
    expect(() => stepper.apply({ w })).toThrow('the stepper has been disposed of');
    w.dispose();
  });
});
