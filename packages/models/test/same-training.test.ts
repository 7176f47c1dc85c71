import type { TrainPlan } from '../../core/src/index.ts';
import { losses, metrics, optimizers } from '../../tsuno/src/index.ts';
import { sameTraining } from '../src/state/same-training.ts';

const [optimizer, loss] = [optimizers.Adam(), losses.MeanSquaredError()];
const recall = (thresholds: number, name = 'recall', weighted = false) => ({
  metric: metrics.Recall({ thresholds }),
  name,
  weighted,
});
const layers: TrainPlan['layers'] = [];
const plan = (training: object | undefined, more: object = {}): TrainPlan =>
  ({ layers, input: [2], output: [1], threads: 1, training, ...more }) as TrainPlan;
const training = { optimizer, loss, metrics: [recall(0.3), recall(0.4, 'b')] };

describe('Plans are the same training', () => {
  it('when all that matters is, metrics made anew included', () => {
    const again = { optimizer, loss, metrics: [recall(0.3), recall(0.4, 'b')] };
    expect(sameTraining(plan(training), plan(again))).toBe(true);
    expect(sameTraining(plan(undefined), plan(undefined))).toBe(true);
  });

  it.each<[string, TrainPlan]>([
    ['no training', plan(undefined)],
    ['other layers', plan(training, { layers: [] })],
    ['more threads', plan(training, { threads: 2 })],
    ['another optimizer of the same kind', plan({ ...training, optimizer: optimizers.Adam() })],
    ['another loss', plan({ ...training, loss: losses.MeanSquaredError() })],
    ['a metric less', plan({ ...training, metrics: [recall(0.3)] })],
    [
      'a metric with other options',
      plan({ ...training, metrics: [recall(0.5), recall(0.4, 'b')] }),
    ],
    ['another name', plan({ ...training, metrics: [recall(0.3, 'a'), recall(0.4, 'b')] })],
    ['weights', plan({ ...training, metrics: [recall(0.3, 'recall', true), recall(0.4, 'b')] })],
    ['another order', plan({ ...training, metrics: [recall(0.4, 'b'), recall(0.3)] })],
  ])('but not with %s', (_name, other) => {
    expect(sameTraining(plan(training), other)).toBe(false);
    expect(sameTraining(other, plan(training))).toBe(false);
  });
});
