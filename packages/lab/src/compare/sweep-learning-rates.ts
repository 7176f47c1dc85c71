import { OptionError, requireInterval, requireNamedOptions, show } from '@tsuno/core';
import { type Standing, standingOf } from './compare-optimizers.ts';
import { type ComparisonOptions, makeRuns, type Setting } from './plan-comparison.ts';
import type { TrainingRun } from './training-run.ts';
import { type WorkingWindow, workingWindow } from './working-window.ts';

export interface SweepOptions extends ComparisonOptions {
  /** The grid. The rate that an optimizer comes with is added to its own. */
  readonly rates?: readonly number[];
  /** How far below its best a rate may stay and still count as working: 0.02 of an accuracy, a share of 0.1 of a loss. */
  readonly margin?: number;
}

/** Optimizers side by side, each at many rates. Plain data. */
export interface Sweep {
  readonly kind: 'sweep';
  readonly setting: Setting;
  readonly rates: readonly number[];
  readonly margin: number;
  readonly runs: readonly TrainingRun[];
  /** For every optimizer and rate. */
  readonly standings: readonly Standing[];
  readonly windows: readonly WorkingWindow[];
}

/** One for each power of ten, from far too small to far too large for most. */
export const RATES = [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10] as const;

/**
 * Trains the same model with each optimizer at each learning rate: the lecture's "try some large and some smaller
 * values", done thoroughly. Runs that diverge are reported as such, with the batch since when; each optimizer gets its
 * working window, the rates about as good as its best, and whether the rate it comes with lies inside.
 *
 * @throws OptionError for rates that are no positive numbers, and as `compareOptimizers`.
 * @example
 * import { lab, layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const sweep = await lab.sweepLearningRates({
 *   model: (seed) => new Sequential([layers.Dense({ units: 1 })], { seed }),
 *   loss: losses.MeanSquaredError(),
 *   optimizers: { SGD: optimizers.SGD() },
 *   rates: [0.001, 0.1, 100],
 *   data: { xTrain: [[-1], [0], [1]], yTrain: [-1, 1, 3] },
 *   epochs: 30,
 * });
 * const [{ bestRate, diverging }] = sweep.windows;
 * console.assert(bestRate === 0.1 && diverging[0] === 100);
 */
export async function sweepLearningRates(options: SweepOptions): Promise<Sweep> {
  const who = 'sweepLearningRates';
  requireNamedOptions(who, arguments);
  const { rates = RATES, margin, ...comparison } = options ?? ({} as SweepOptions);
  if (!Array.isArray(rates) || rates.length === 0) {
    throw new OptionError(
      `${who}: rates must be a list such as [0.001, 0.01], got ${show(rates)}.`,
    );
  }
  for (const rate of rates) requireInterval(who, { rates: rate }, '(0, ∞)');
  if (margin !== undefined) requireInterval(who, { margin }, '[0, ∞)');
  const gridWith = (own: number) => [...new Set([...rates, own])].sort((a, b) => a - b);
  const { setting, runs } = await makeRuns(who, comparison, gridWith);
  const { measure, entrants } = setting;
  const chosen = margin ?? (measure.isHigherBetter ? 0.02 : 0.1);
  const standings = entrants.flatMap(({ name, defaultRate }) =>
    gridWith(defaultRate).flatMap((rate) => standingOf(setting, runs, name, rate)),
  );
  return {
    kind: 'sweep',
    setting,
    rates: [...new Set(rates)].sort((a, b) => a - b),
    margin: chosen,
    runs,
    standings,
    // Of those who were stopped before their first run there is nothing to say.
    windows: entrants
      .filter(({ name }) => standings.some(({ optimizer }) => optimizer === name))
      .map(({ name, defaultRate }) => workingWindow(measure, chosen, name, defaultRate, standings)),
  };
}
