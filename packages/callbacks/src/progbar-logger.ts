import {
  bold,
  type Callback,
  declareOptions,
  type Logs,
  type OptionsOf,
  option,
  type ProgressOutput,
  progressBar,
  type Run,
  type Shown,
  showDuration,
  standardOutput,
} from '@tsuno/core';

const declared = declareOptions('ProgbarLogger', {
  /** Where to write; by default the standard output. */
  output: option.optional(progressOutput()),
  /** The clock, in milliseconds. */
  now: option.optional(option.callable<() => number>()),
});

export interface ProgbarLoggerOptions extends OptionsOf<typeof declared>, Shown {}

/** The bar is redrawn at most this often, in milliseconds. */
const REDRAW = 50;

/**
 * Keras's progress display: on a terminal a bar that is redrawn (step, bar, remaining time, time per step, running
 * means), elsewhere one plain line per epoch without control characters. `fit` and `evaluate` add it by themselves
 * unless `verbose` is 0; `verbose: 2` gives the plain lines on a terminal too.
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/utils/progbar.py
 *
 * @see https://keras.io/api/callbacks/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * const lines: string[] = [];
 * const output = { isTerminal: false, columns: 80, write: (text: string) => void lines.push(text) };
 * callbacks.ProgbarLogger({ output });
 */
export function ProgbarLogger(options: ProgbarLoggerOptions = {}): Callback {
  const described = declared.read(arguments);
  const { output = standardOutput(), now = () => performance.now() } = described.config;
  let isFitting = false;
  let epochs = 1;
  let clock = startClock(now());
  let drawnAt = Number.NEGATIVE_INFINITY;

  const begin = () => {
    clock = startClock(now());
    drawnAt = Number.NEGATIVE_INFINITY;
  };
  const afterBatch = (batch: number, logs: Logs, run: Run) => {
    const time = now();
    clock = { ...clock, steps: batch + 1, first: clock.first ?? time, last: time };
    const isLast = batch + 1 === run.params.steps;
    if (!isBar(run, output) || (time - drawnAt < REDRAW && !isLast)) return;
    drawnAt = time;
    output.write(`\r${barLine(clock, run, logs, output.columns)}\u001b[K`);
  };
  const end = (logs: Logs, run: Run) => {
    if (run.params.verbose === 0) return;
    clock = { ...clock, last: now() };
    const finished = { ...run, params: { ...run.params, steps: clock.steps } };
    if (isBar(run, output)) output.write(`\r${barLine(clock, finished, logs)}\u001b[K\n`);
    else output.write(`${plainLine(clock, logs)}\n`);
  };

  return {
    ...described,
    onTrainBegin(_logs, run) {
      isFitting = true;
      epochs = run.params.epochs;
    },
    onTrainEnd() {
      isFitting = false;
    },
    onEpochBegin(epoch, _logs, run) {
      begin();
      if (epochs > 1 && run.params.verbose > 0) output.write(`Epoch ${epoch + 1}/${epochs}\n`);
    },
    onTrainBatchEnd: afterBatch,
    onEpochEnd: (_epoch, logs, run) => end(logs, run),
    onTestBegin() {
      if (!isFitting) begin();
    },
    onTestBatchEnd(batch, logs, run) {
      if (!isFitting) afterBatch(batch, logs, run);
    },
    onTestEnd(logs, run) {
      if (!isFitting) end(logs, run);
    },
  };
}

/** When the steps began and how far they are, in milliseconds. */
interface Clock {
  readonly start: number;
  readonly first: number | null;
  readonly last: number;
  readonly steps: number;
}

const startClock = (start: number): Clock => ({ start, first: null, last: start, steps: 0 });

const isBar = (run: Run, output: ProgressOutput) => output.isTerminal && run.params.verbose === 1;

/** Seconds per step; the first step, which warms up, is left out when there are others. */
function secondsPerStep({ start, first, last, steps }: Clock): number {
  if (steps === 0 || first === null) return 0;
  return (steps > 1 ? (last - first) / (steps - 1) : last - start) / 1000;
}

function barLine(
  clock: Clock,
  { params }: Run,
  logs: Logs,
  columns = Number.POSITIVE_INFINITY,
): string {
  const { steps } = clock;
  const target = params.steps;
  const count =
    target === null
      ? `${String(steps).padStart(7)}/Unknown`
      : `${String(steps).padStart(String(target).length)}/${target}`;
  const perStep = secondsPerStep(clock);
  const isRunning = target !== null && steps < target;
  const time = isRunning ? showDuration(perStep * (target - steps)) : showElapsed(clock);
  const rate = showStepTime(perStep);
  const bar = target === null ? '' : ` ${progressBar(steps / target)}`;
  // Counted without the control characters; a bar is twenty columns wide.
  const head = count.length + (target === null ? 0 : 21) + time.length + rate.length + 2;
  const means = showLogs(logs, columns - head);
  return `${bold(count)}${bar} ${bold(time)} ${rate}${means}`;
}

/** Keras's `verbose=2`: `250/250 - 3s - 12ms/step - accuracy: 0.9211 - loss: 0.2795`. */
function plainLine(clock: Clock, logs: Logs): string {
  const rate = showStepTime((clock.last - clock.start) / 1000 / Math.max(1, clock.steps));
  return `${clock.steps}/${clock.steps} - ${showElapsed(clock)} - ${rate}${showLogs(logs)}`;
}

/** Time that has passed is rounded and stays in seconds, as in Keras; only what remains is shown as `2:05`. */
function showElapsed({ start, last }: Clock): string {
  return `${Math.round((last - start) / 1000)}s`;
}

function showStepTime(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return `${Math.round(seconds)}s/step`;
  if (seconds >= 1e-3) return `${Math.round(seconds * 1e3)}ms/step`;
  return `${Math.round(seconds * 1e6)}us/step`;
}

/** ` - accuracy: 0.9211 - loss: 0.2795`, as many of them as there is room for. */
function showLogs(logs: Logs, room = Number.POSITIVE_INFINITY): string {
  let line = '';
  for (const [name, value] of Object.entries(logs)) {
    const next = ` - ${name}: ${showValue(value)}`;
    if (line.length + next.length >= room) break;
    line += next;
  }
  return line;
}

function showValue(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0 || Math.abs(value) > 1e-3) return value.toFixed(4);
  const [digits, power] = value.toExponential(4).split('e');
  return `${digits}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

function progressOutput() {
  const read = (given: unknown) =>
    typeof (given as ProgressOutput | null)?.write === 'function'
      ? (given as ProgressOutput)
      : undefined;
  return option.kind<ProgressOutput>({ takes: 'an object with a method write', read });
}
