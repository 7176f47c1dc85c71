import { hasReached } from './measure.ts';
import { type ComparisonOptions, makeRuns, type Setting } from './plan-comparison.ts';
import { type Spread, spreadOf } from './spread.ts';
import { finalValue, firstEpoch, type TrainingRun } from './training-run.ts';

/** Optimizers side by side, each at one rate. Plain data. */
export interface Comparison {
  readonly kind: 'comparison';
  /** At which rates: those the optimizers came with, or the best of a sweep. */
  readonly at: 'own' | 'best';
  readonly setting: Setting;
  readonly runs: readonly TrainingRun[];
  readonly standings: readonly Standing[];
}

/** How one optimizer did at one rate, over the seeds. */
export interface Standing {
  readonly optimizer: string;
  readonly learningRate: number;
  /** Of the measure before the first step. */
  readonly start: Spread | null;
  /** Of the measure at the end of the runs that went through; null when none did. */
  readonly final: Spread | null;
  readonly runs: number;
  readonly diverged: number;
  /** How many runs reached the target, and after which epoch and how many seconds: of those that did. */
  readonly reached: number;
  readonly epochsToTarget: Spread | null;
  readonly secondsToTarget: Spread | null;
}

/**
 * Trains the same model with each of several optimizers, from the same start weights and with the same batches, once
 * for every seed, and reports the curves, the times, who reached the target when, and who diverged.
 *
 * @throws OptionError for a model function that does not hand on the seed, and for options out of range.
 * @example
 * import { coffeeRoasting } from '@tsuno/datasets';
 * import { lab, layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const { x, y } = coffeeRoasting.load({ examples: 200 });
 * const comparison = await lab.compareOptimizers({
 *   model: (seed) => new Sequential([layers.Dense({ units: 1 })], { seed }),
 *   loss: losses.BinaryCrossentropy({ fromLogits: true }),
 *   metrics: ['accuracy'],
 *   optimizers: { SGD: optimizers.SGD(), Adam: optimizers.Adam() },
 *   data: { xTrain: x, yTrain: y },
 *   epochs: 3,
 *   seeds: [1, 2],
 * });
 * console.log(lab.toText(comparison));
 * console.assert(comparison.runs.length === 4);
 */
export async function compareOptimizers(options: ComparisonOptions): Promise<Comparison> {
  const { setting, runs } = await makeRuns('compareOptimizers', options, (own) => [own]);
  const standings = setting.entrants.flatMap(({ name, defaultRate }) =>
    standingOf(setting, runs, name, defaultRate),
  );
  return { kind: 'comparison', at: 'own', setting, runs, standings };
}

/** None before the first of these runs is done. */
export function standingOf(
  { measure, target }: Pick<Setting, 'measure' | 'target'>,
  runs: readonly TrainingRun[],
  optimizer: string,
  learningRate: number,
): readonly Standing[] {
  const own = runs.filter(
    (run) => run.optimizer === optimizer && run.learningRate === learningRate,
  );
  if (own.length === 0) return [];
  const ends = own.map((run) => finalValue(run, measure.name));
  const arrivals = own.flatMap((run) => {
    if (target === null) return [];
    const epoch = firstEpoch(run, measure.name, (value) => hasReached(measure, value, target));
    return epoch === null ? [] : [{ epoch, seconds: run.seconds[epoch - 1] }];
  });
  return [
    {
      optimizer,
      learningRate,
      start: spreadOf(
        own.flatMap(({ start }) => (measure.name in start ? [start[measure.name]] : [])),
      ),
      final: spreadOf(ends.filter((value) => value !== null)),
      runs: own.length,
      diverged: own.filter(({ diverged }) => diverged !== null).length,
      reached: arrivals.length,
      epochsToTarget: spreadOf(arrivals.map(({ epoch }) => epoch)),
      secondsToTarget: spreadOf(arrivals.map(({ seconds }) => seconds)),
    },
  ];
}
