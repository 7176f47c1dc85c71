import type { Point } from './surface.ts';

/** What kind of way it is, from the numbers alone. */
export interface Walk {
  /**
   * `diverges`: J grows to the end, or turns back with ever larger steps. `oscillates`: an axis turns back at more than half of the steps, and a thousandth of J is left. `creeps`: all
   * steps go the same way, and more than a tenth of J is left. `arrives`: what is left of J is less than a hundredth.
   * `travels`: none of these.
   */
  readonly course: 'diverges' | 'oscillates' | 'creeps' | 'arrives' | 'travels';
  /** For each axis the share of steps that turn back the step before, 0 to 1. */
  readonly turns: readonly [number, number];
  /** J at the end as a share of J at the start. */
  readonly left: number;
  /** The step's length on average. */
  readonly meanStep: number;
}

/** Reads a path: whether it turns back all the time, creeps or arrives. */
export function describeWalk(
  points: readonly Point[],
  values: readonly number[],
  isCut: boolean,
): Walk {
  const steps = points.slice(1).map(([x, y], i) => [x - points[i][0], y - points[i][1]] as const);
  const turnsOf = (axis: 0 | 1) => {
    const back = steps.slice(1).filter((step, i) => step[axis] * steps[i][axis] < 0).length;
    return steps.length < 2 ? 0 : back / (steps.length - 1);
  };
  const turns = [turnsOf(0), turnsOf(1)] as const;
  const [first] = values;
  const last = values[values.length - 1];
  const left = last / first;
  const lengths = steps.map(([dx, dy]) => Math.hypot(dx, dy));
  const meanStep = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const most = Math.max(...turns);
  const course =
    isCut || growsToTheEnd(last > first ? values : most > 0.5 ? lengths : [])
      ? 'diverges'
      : most > 0.5 && left > 0.001
        ? 'oscillates'
        : left < 0.01
          ? 'arrives'
          : left > 0.1 && most < 0.05
            ? 'creeps'
            : 'travels';
  return { course, turns, left, meanStep };
}

/** Whether all of the last quarter is larger than the smallest of the quarter before it. */
function growsToTheEnd(values: readonly number[]): boolean {
  const quarter = Math.max(1, Math.floor(values.length / 4));
  const least = (from: number, to?: number) => Math.min(...values.slice(from, to));
  return values.length > 0 && least(-quarter) > least(-2 * quarter, -quarter);
}
