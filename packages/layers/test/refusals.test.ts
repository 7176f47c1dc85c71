import type { Layer } from '@tsuno/core';
import * as layers from '../src/index.ts';

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
      'BatchNormalization: axis must be a whole number, got',
    ],
    [
      () => layers.LayerNormalization({ axis: 'a' as never }),
      'axis must be a whole number or a list of them, got "a".',
    ],
    [() => layers.LayerNormalization({ axis: [1, 1] }), 'axis has one of its numbers twice'],
    [
      () => layers.PReLU({ sharedAxes: 'a' as never }),
      'sharedAxes must be whole numbers from 1 on',
    ],
    [() => layers.Reshape({ targetShape: [-1, -1] }), 'of which one may be -1'],
    [() => layers.Reshape({ targetShape: [] }), 'targetShape must be a list of sizes'],
    [
      () => layers.Rescaling({ scale: '2' as never }),
      'Rescaling: scale must be a number or a list of numbers, got "2".',
    ],
    [() => layers.Normalization({ mean: 1 }), 'give both mean and variance'],
    [
      () => layers.Normalization({ mean: 1, variance: -1 }),
      'variance must be a number or a list of numbers of at least 0, got -1.',
    ],
    [() => layers.Normalization().adapt([[1, Number.NaN]]), 'adapt takes finite numbers'],
    [() => layers.Normalization().adapt([[1, 2], [3]]), 'examples of equal shape'],
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
