import {
  type DeclaredOptions,
  type Logs,
  OptionError,
  type OptionsOf,
  option,
  type Run,
} from '@tsuno/core';

/** How callbacks that watch a value declare it. `monitor` is `val_loss` unless they say otherwise. */
export const MONITOR = {
  /** The name in the logs that is watched. */
  monitor: option.text('val_loss'),
  /** Whether less (`'min'`) or more (`'max'`) is better; `'auto'` knows it of the loss and of every metric. */
  mode: option.oneOf(['auto', 'min', 'max'], 'auto'),
};

/** Whether a callback speaks: 1 says what it does. */
export const VERBOSE = option.oneOf([0, 1], 0);

/** What callbacks that watch a value are told. */
export interface MonitorOptions<Name extends string = string>
  extends Omit<OptionsOf<DeclaredOptions<typeof MONITOR>>, 'monitor'> {
  /** The name in the logs that is watched. */
  readonly monitor?: Name;
}

/** The other options of such a callback: its interface is `extends OwnOptionsOf<typeof declared>, MonitorOptions<Name>`. */
export type OwnOptionsOf<Declared> = Omit<OptionsOf<Declared>, keyof MonitorOptions>;

/** Says how a watched value compares. */
export interface Monitor {
  /** The value in these logs; null, and a warning once, when there is none. */
  valueIn(logs: Logs): number | null;
  /** Whether `value` is better than `reference` by more than `margin`; anything is better than null. */
  isBetter(value: number, reference: number | null, margin: number, run: Run): boolean;
  /** Whether the warning has been given. */
  isWarned: boolean;
}

/** @throws OptionError, while fitting, for a name of which nobody knows what is better. */
export function watch(who: string, { monitor, mode }: Required<MonitorOptions>): Monitor {
  return {
    isWarned: false,
    valueIn(logs) {
      if (Object.hasOwn(logs, monitor)) return logs[monitor];
      if (!this.isWarned) {
        console.warn(
          `${who}: the logs have no "${monitor}" to watch; there are ${Object.keys(logs).join(', ')}.`,
        );
      }
      this.isWarned = true;
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
