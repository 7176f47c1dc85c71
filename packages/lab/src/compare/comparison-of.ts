import { refuseUnknownOptions, requireNamedOptions, requireOneOf } from '@tsuno/core';
import { requireResult } from '../words/result.ts';
import { type Comparison, standingOf } from './compare-optimizers.ts';
import type { Sweep } from './sweep-learning-rates.ts';

/**
 * A comparison made of the runs of a sweep: each optimizer at the rate it comes with, or at the best rate of the grid.
 * Nothing is trained.
 *
 * @throws OptionError for something that is no sweep.
 */
export function comparisonOf(
  sweep: Sweep,
  options: { readonly at?: 'own' | 'best' } = {},
): Comparison {
  requireResult('comparisonOf', sweep, 'sweep');
  requireNamedOptions('comparisonOf', [options]);
  const { at = 'own', ...unknown } = options;
  refuseUnknownOptions('comparisonOf', unknown, ['at']);
  const { setting, runs, windows } = sweep;
  requireOneOf('comparisonOf', { at }, ['own', 'best']);
  const rates = new Map(
    windows.map(({ optimizer, defaultRate, bestRate }) => [
      optimizer,
      at === 'own' ? defaultRate : bestRate,
    ]),
  );
  const chosen = runs.filter((run) => rates.get(run.optimizer) === run.learningRate);
  return {
    kind: 'comparison',
    at,
    setting: { ...setting, planned: setting.entrants.length * setting.seeds.length },
    runs: chosen,
    standings: setting.entrants.flatMap(({ name }) =>
      standingOf(setting, chosen, name, rates.get(name) ?? Number.NaN),
    ),
  };
}
