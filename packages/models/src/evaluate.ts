import {
  type Callback,
  DataError,
  type Logs,
  refuseUnknownOptions,
  requireBoolean,
  seededRng,
} from '@tsuno/core';
import { tableSource } from './data/batch-source.ts';
import type { ArrayLikeData } from './data/to-rows.ts';
import {
  requireOptions,
  requireVerbose,
  requireWholeIfGiven,
  type Verbose,
  verbosity,
} from './fit-options.ts';
import { sortLogs } from './history.ts';
import { listeners, requireCallbacks } from './listeners.ts';
import type { ModelState } from './model-state.ts';
import { isIterableInput, openIterable, requireCompiled, tableFor } from './prepare-tables.ts';
import { runEvaluation } from './run-epochs.ts';
import { runHandle } from './run-handle.ts';

export interface EvaluateOptions {
  readonly batchSize?: number;
  readonly verbose?: Verbose;
  readonly sampleWeight?: ArrayLikeData;
  /** Stops after so many batches. */
  readonly steps?: number;
  readonly callbacks?: readonly Callback[];
  /** True gives `{ accuracy, loss }` in place of `[loss, accuracy]`. */
  readonly returnDict?: boolean;
}

/** `evaluate` of Sequential, where it is documented: the logs, loss first, then metrics in the order of `compile`. */
export async function evaluate(
  state: ModelState,
  name: string,
  x: unknown,
  y: unknown,
  options: EvaluateOptions = {},
): Promise<Logs> {
  requireOptions('evaluate', options);
  const {
    batchSize,
    verbose = 'auto',
    sampleWeight,
    steps,
    callbacks = [],
    returnDict = false,
    ...unknown
  } = options;
  const known = ['batchSize', 'verbose', 'sampleWeight', 'steps', 'callbacks', 'returnDict'];
  refuseUnknownOptions('evaluate', unknown, known);
  requireWholeIfGiven('evaluate', { batchSize, steps });
  requireVerbose('evaluate', verbose);
  requireBoolean('evaluate', { returnDict });
  requireCallbacks('evaluate', callbacks);
  requireCompiled('evaluate', state);

  const { source, target } = await state.buildingIfAccepted(() =>
    isIterableInput('evaluate', x, y, { sampleWeight, batchSize })
      ? openIterable('evaluate', state, x)
      : openTable(state, x, y, sampleWeight, batchSize),
  );
  const executor = state.executor(target, null);
  const { run } = runHandle(state, name, {
    verbose: verbosity(verbose),
    epochs: 1,
    steps: steps ?? source.steps,
  });
  const shown = verbosity(verbose) > 0 ? [state.environment.progress()] : [];
  const heard = listeners([...shown, ...callbacks], run);
  const logs = await runEvaluation(executor, source, heard, { steps });
  await source.close();
  if (logs === null)
    throw new DataError('evaluate: the iterable is used up: a generator can be read once.');
  return logs;
}

function openTable(
  state: ModelState,
  x: unknown,
  y: unknown,
  sampleWeight: ArrayLikeData | undefined,
  batchSize = 32,
) {
  const table = tableFor('evaluate', state, x, y, { sampleWeight });
  const source = tableSource(table, { batchSize, shuffle: false, rng: seededRng(0) });
  return { source, target: table.y?.shape ?? [] };
}

/** Logs as Keras returns them: a number when there is only the loss, a list otherwise, or names and values. */
export function asReturned(logs: Logs, returnDict: boolean | undefined): Logs | number | number[] {
  if (returnDict) return sortLogs(logs);
  const values = Object.values(logs);
  return values.length === 1 ? values[0] : values;
}
