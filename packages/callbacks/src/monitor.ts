import { type Logs, OptionError, type Run, requireName, requireOneOf } from '@tsuno/core';

export interface MonitorOptions {
  /** The name in the logs that is watched. */
  readonly monitor?: string;
  /** Whether less (`'min'`) or more (`'max'`) is better; `'auto'` knows it of the loss and of every metric. */
  readonly mode?: 'auto' | 'min' | 'max';
}

/** Says how a watched value compares. */
export interface Monitor {
  /** The value in these logs; null, and a warning once, when there is none. */
  valueIn(logs: Logs): number | null;
  /** Whether `value` is better than `reference` by more than `margin`; anything is better than null. */
  isBetter(value: number, reference: number | null, margin: number, run: Run): boolean;
}

/** @throws OptionError for a mode that is none, and later for a name of which nobody knows what is better. */
export function watch(who: string, { monitor, mode }: Required<MonitorOptions>): Monitor {
  requireName(`${who}: monitor`, monitor);
  requireOneOf(who, { mode }, ['auto', 'min', 'max']);
  let isWarned = false;
  return {
    valueIn(logs) {
      if (Object.hasOwn(logs, monitor)) return logs[monitor];
      if (!isWarned) {
        console.warn(
          `${who}: the logs have no "${monitor}" to watch; there are ${Object.keys(logs).join(', ')}.`,
        );
      }
      isWarned = true;
      return null;
    },
    isBetter(value, reference, margin, run) {
      if (reference === null) return true;
      return directionFor(who, monitor, mode, run) === 'min'
        ? value < reference - margin
        : value > reference + margin;
    },
  };
}

function directionFor(who: string, monitor: string, mode: string, run: Run): 'min' | 'max' {
  if (mode === 'min' || mode === 'max') return mode;
  const direction = run.model.directionOf(monitor);
  if (direction === undefined) {
    throw new OptionError(
      `${who}: whether less or more of "${monitor}" is better is not known. Say mode: 'min' or 'max'.`,
    );
  }
  return direction === 'down' ? 'min' : 'max';
}
