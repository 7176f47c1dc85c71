import { type Layer, ShapeError } from '@tsuno/core';
import * as constraints from '../../src/constraints/index.ts';
import * as layers from '../../src/index.ts';

const endless: never[] = [];
endless.push(endless as never);

/** What a layer says to an input of this shape. */
const planned = (layer: Layer, input: readonly number[]) => () => layer.plan(input, 'layer "it"');

describe('Layers refuse at the door', () => {
  it.each([
    [() => layers.Dropout({ rate: 1.5 }), 'Dropout: rate must be a number in [0, 1], got 1.5.'],
    [
      () => layers.Dropout({ rate: 0.5, noiseShape: 'a' as never }),
      'noiseShape must be a list of sizes',
    ],
    [
      () => layers.GaussianNoise({ stddev: -1 }),
      'GaussianNoise: stddev must be a number in [0, ∞), got -1.',
    ],
    [
      () => layers.BatchNormalization({ momentum: 2 }),
      'momentum must be a number in [0, 1], got 2.',
    ],
    [
      () => layers.BatchNormalization({ axis: [1] as never }),
      'BatchNormalization: axis must be a whole number other than 0, which is the batch, such as -1 for the last axis, got [1].',
    ],
    [
      () => layers.LayerNormalization({ axis: 'a' as never }),
      'axis must be a whole number other than 0, which is the batch, such as -1 for the last axis, or a list of such, got "a".',
    ],
    [() => layers.LayerNormalization({ axis: [1, 1] }), 'axis has one of its numbers twice'],
    [
      () => layers.PReLU({ sharedAxes: 'a' as never }),
      'PReLU: sharedAxes must be a list of axes from 1 on (0 is the batch), got "a".',
    ],
    [() => layers.Reshape({ targetShape: [-1, -1] }), 'of which one may be -1'],
    [() => layers.Reshape({ targetShape: [] }), 'targetShape must be a list of sizes'],
    [
      () => layers.Rescaling({ scale: '2' as never }),
      'Rescaling: scale must be a number in (-∞, ∞) or a list of such, got "2".',
    ],
    [() => layers.Normalization({ mean: 1 }), 'give both mean and variance'],
    [
      () => layers.Normalization({ mean: 1, variance: -1 }),
      'variance must be a number in [0, ∞) or a list of such, got -1.',
    ],
    [() => layers.Normalization().adapt([[1, Number.NaN]]), 'adapt takes finite numbers'],
    [() => layers.Normalization().adapt([[1, 2], [3]]), 'examples of equal shape'],
    [() => layers.Normalization().adapt([[1, 2], [[3]]]), 'examples of equal shape'],
    [() => layers.Normalization().adapt(endless), 'but this one contains itself.'],
    [() => layers.Normalization().adapt([[1], endless]), 'examples of equal shape'],
    [() => layers.Normalization({ mean: [], variance: [] }), 'or a list of such, got [].'],
    [() => layers.Rescaling({ scale: [1, '2' as never] }), 'Rescaling: scale[1] must be a number'],
    [() => layers.BatchNormalization({ axis: 0 }), 'other than 0, which is the batch'],
    [
      () => layers.LayerNormalization({ axis: [1, 0] }),
      'axis[1] must be a whole number other than',
    ],
    [() => layers.LayerNormalization({ axis: [] }), 'or a list of such, got [].'],
    [() => layers.PReLU({ sharedAxes: [0] }), 'sharedAxes[0] must be a whole number of at least 1'],
    [() => layers.ActivityRegularization({ l1: -1 }), 'l1 must be a number in [0, ∞), got -1.'],
    [
      () => layers.Dense({ units: 1, kernelRegularizer: 'l3' as never }),
      'Dense: kernelRegularizer "l3" is not known. Did you mean "l1"?',
    ],
    [
      () => layers.Dense({ units: 1, kernelConstraint: 'max_nrm' as never }),
      'Did you mean "max_norm"?',
    ],
    [
      () => layers.LeakyReLU({ negativeSlope: -0.1 }),
      'negativeSlope must be a number in [0, ∞), got -0.1.',
    ],
  ])('nonsense %#', (make, message) => {
    expect(make).toThrow(message);
  });

  it.each([
    [layers.Normalization(), [3], 'knows no mean and variance yet. Adapt it to the data first'],
    [
      layers.Normalization({ mean: [1, 2], variance: [1, 1] }),
      [3],
      'has means and variances of 2 features, but its input [3] has 3.',
    ],
    [layers.Reshape({ targetShape: [5] }), [3], 'cannot make [5] of [3]: 3 numbers do not fit.'],
    [layers.BatchNormalization({ axis: 3 }), [4], 'axis 3 does not exist in inputs with 2 axes'],
    [layers.LayerNormalization({ axis: [-1, 1] }), [4], 'axis has one of its numbers twice'],
    [layers.PReLU({ sharedAxes: [5] }), [2], 'axis 5 does not exist'],
    [layers.Dropout({ rate: 0.5, noiseShape: [2, 3] }), [2], 'has the noiseShape'],
    [
      layers.Rescaling({ scale: [1, 2] }),
      [3],
      'has lists of 2 numbers for inputs whose last axis has 3.',
    ],
  ] as const)('inputs that do not fit %#', (layer, input, message) => {
    expect(planned(layer, input)).toThrow(message);
  });
});

describe('Constraints', () => {
  const weight = Float32Array.of(1, 2, 3, 4);

  it.each([
    [constraints.MaxNorm({ axis: [0, -2] }), 'MaxNorm: axis has one of its numbers twice'],
    [constraints.UnitNorm({ axis: 2 }), 'axis 2 does not exist in a weight with 2 axes; it can be'],
  ])('refuse axes that a weight does not have %#', (constraint, message) => {
    expect(() => constraint.applyTo(weight, [2, 2])).toThrow(message);
    expect([...weight]).toEqual([1, 2, 3, 4]);
  });
});

describe('The size of an option', () => {
  /** Longer than any memory, and for the door not worth a thousandth of a second. */
  const HUGE = 1e12;
  const looks = { count: 0 };
  const look = <R>(result: R) => {
    looks.count += 1;
    return result;
  };
  const holes = new Proxy(new Array<number>(1e6), {
    get: (list, index) => look(Reflect.get(list, index)),
    has: (list, index) => look(Reflect.has(list, index)),
  });

  it('is not what a factory allocates', () => {
    expect(layers.Dense({ units: HUGE }).plan([HUGE], 'it').output).toEqual([HUGE]);
    expect(layers.Input({ shape: [1e9, 1e9] }).inputShape).toEqual([1e9, 1e9]);
    expect(planned(layers.Reshape({ targetShape: [HUGE] }), [784])).toThrow(ShapeError);
    expect(planned(layers.Dropout({ rate: 0.5, noiseShape: [HUGE, 1] }), [784])).toThrow(
      ShapeError,
    );
  });

  it.each([
    [() => layers.Input({ shape: holes }), 'Input: shape must be a list of whole numbers'],
    [() => layers.Input({ batchShape: holes as never }), 'Input: batchShape must be a list'],
    [() => layers.Reshape({ targetShape: holes }), 'targetShape[0] must be a whole number'],
    [() => layers.Rescaling({ scale: holes }), 'scale[0] must be a number'],
    [() => layers.Normalization({ mean: holes, variance: 1 }), 'mean[0] must be a number'],
    [() => layers.PReLU({ sharedAxes: holes }), 'sharedAxes[0] must be a whole number'],
    [() => layers.LayerNormalization({ axis: holes }), 'axis[0] must be a whole number'],
    [() => layers.Dropout({ rate: 0.5, noiseShape: holes }), 'noiseShape[0] must be'],
  ])('is not what a factory looks through in vain %#', (make, message) => {
    looks.count = 0;
    expect(make).toThrow(message);
    // The first entry, and the few that the message shows.
    expect(looks.count).toBeLessThan(100);
  });
});
