import { lab, layers, losses, optimizers, Sequential } from '../../tsuno/src/index.ts';

/** A small sweep in which gradient descent diverges at the largest rate. */
export function smallSweep(): Promise<lab.Sweep> {
  const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), 3 * Math.cos(i)]);
  return lab.sweepLearningRates({
    model: (seed) => new Sequential([layers.Dense({ units: 1 })], { seed }),
    loss: losses.MeanSquaredError(),
    optimizers: { 'gradient descent': optimizers.SGD(), Adam: optimizers.Adam() },
    rates: [0.001, 0.1, 10],
    data: { xTrain: x, yTrain: x.map(([a, b]) => 2 * a - b) },
    epochs: 8,
    seeds: [1, 2],
    batchSize: 8,
  });
}

/** A sweep with these accuracies and nothing else: a list over `rates` for each optimizer, null for diverged. */
export function sweepOf(
  rates: readonly number[],
  accuracies: Readonly<Record<string, { own: number; at: readonly (number | null)[] }>>,
): lab.Sweep {
  const measure = { name: 'val_accuracy', isHigherBetter: true, label: 'test accuracy' };
  const standings = Object.entries(accuracies).flatMap(([optimizer, { at }]) =>
    at.map((value, i) => ({
      optimizer,
      learningRate: rates[i],
      start: null,
      final: value === null ? null : { mean: value, least: value, most: value },
      runs: 1,
      diverged: value === null ? 1 : 0,
      reached: value !== null && value >= 0.9 ? 1 : 0,
      epochsToTarget: value !== null && value >= 0.9 ? { mean: 4, least: 4, most: 4 } : null,
      secondsToTarget: value !== null && value >= 0.9 ? { mean: 2, least: 2, most: 2 } : null,
    })),
  );
  return {
    kind: 'sweep',
    rates,
    margin: 0.02,
    runs: [],
    standings,
    setting: {
      measure,
      target: 0.9,
      epochs: 10,
      seeds: [1],
      examples: 100,
      testExamples: 10,
      parameters: 5,
      planned: 0,
      entrants: Object.entries(accuracies).map(([name, { own }]) => ({
        name,
        defaultRate: own,
        batchSize: 32,
      })),
    },
    windows: Object.entries(accuracies).map(([name, { own }]) =>
      lab.workingWindow(measure, 0.02, name, own, standings),
    ),
  };
}
