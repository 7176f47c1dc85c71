import { OptionError, show } from '@tsuno/core';
import type { Standing } from './compare-optimizers.ts';
import { isBetter, type Measure } from './measure.ts';

/** The rates at which an optimizer works: neighbours on the grid, all of them about as good as its best. */
export interface WorkingWindow {
  readonly optimizer: string;
  /** The rate it came with. */
  readonly defaultRate: number;
  /** Its best rate, and what that reached on average; null when every run at every rate diverged. */
  readonly bestRate: number | null;
  readonly best: number | null;
  /** What its own rate reached; null when that diverged or was not run. */
  readonly atDefault: number | null;
  readonly from: number | null;
  readonly to: number | null;
  /** Whether the window ends where the grid does: it may reach further. */
  readonly isOpenBelow: boolean;
  readonly isOpenAbove: boolean;
  readonly holdsDefault: boolean;
  /** How many times as large as its smallest rate its largest is: 1 for a single rate. */
  readonly width: number | null;
  /** Rates at which at least one run diverged. */
  readonly diverging: readonly number[];
}

/**
 * The working window of one optimizer: from its best rate outwards, as far as the average stays within `margin` of the
 * best and no run diverges. For accuracies the margin is a difference (0.02: two points), for losses a share of the
 * best.
 */
export function workingWindow(
  measure: Measure,
  margin: number,
  optimizer: string,
  defaultRate: number,
  standings: readonly Standing[],
): WorkingWindow {
  if (!Array.isArray(standings)) {
    throw new OptionError(
      `workingWindow: standings must be those of a comparison or a sweep, got ${show(standings)}.`,
    );
  }
  const grid = standings
    .filter((standing) => standing.optimizer === optimizer)
    .sort((a, b) => a.learningRate - b.learningRate);
  const score = ({ final, diverged }: Standing) =>
    final === null || diverged > 0 ? null : final.mean;
  const scores = grid.map(score);
  const bestAt = scores.reduce<number>((at, value, index) => {
    if (value === null) return at;
    const best = at < 0 ? null : scores[at];
    return best === null || isBetter(measure, value, best) ? index : at;
  }, -1);
  const diverging = grid.filter(({ diverged }) => diverged > 0).map((each) => each.learningRate);
  const own = scores[grid.findIndex(({ learningRate }) => learningRate === defaultRate)] ?? null;
  const known = { optimizer, defaultRate, atDefault: own, diverging };
  const best = scores[bestAt] ?? null;
  if (best === null) {
    return {
      ...known,
      bestRate: null,
      best: null,
      from: null,
      to: null,
      isOpenBelow: false,
      isOpenAbove: false,
      holdsDefault: false,
      width: null,
    };
  }
  const limit = measure.isHigherBetter ? best - margin : best + margin * Math.abs(best);
  const works = (index: number) => {
    const value = scores[index] ?? null;
    return value !== null && !isBetter(measure, limit, value);
  };
  let low = bestAt;
  let high = bestAt;
  while (works(low - 1)) low -= 1;
  while (works(high + 1)) high += 1;
  const from = grid[low].learningRate;
  const to = grid[high].learningRate;
  return {
    ...known,
    bestRate: grid[bestAt].learningRate,
    best,
    from,
    to,
    isOpenBelow: low === 0,
    isOpenAbove: high === grid.length - 1,
    holdsDefault: from <= defaultRate && defaultRate <= to,
    width: to / from,
  };
}
