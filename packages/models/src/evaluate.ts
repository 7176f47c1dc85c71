import {
  type Callback,
  DataError,
  refuseUnknownOptions,
  requireBoolean,
  requireOptions,
  seededRng,
} from '@tsuno/core';
import { tableSource } from './data/batch-source.ts';
import { closing, type Keep } from './data/closing.ts';
import type { ArrayLikeData } from './data/to-rows.ts';
import { requireVerbose, requireWholeIfGiven, type Verbose, verbosity } from './fit-options.ts';
import { listeners, requireCallbacks } from './listeners.ts';
import { isIterableInput, openIterable, tableFor } from './prepare-tables.ts';
import { asReturned, namesOfLogs, type Returned } from './returned-logs.ts';
import { runEvaluation } from './run-epochs.ts';
import { runHandle } from './run-handle.ts';
import type { ModelState } from './state/model-state.ts';
import type { Call } from './state/turns.ts';

export interface EvaluateOptions<Dict extends boolean = boolean> {
  /** Examples in a batch: 32 unless given. For an iterable the batches are as they come. */
  readonly batchSize?: number;
  /** 0 prints nothing, anything else a progress bar. */
  readonly verbose?: Verbose;
  /** How much each example counts. */
  readonly sampleWeight?: ArrayLikeData;
  /** Stops after so many batches. */
  readonly steps?: number;
  /** Their onTest… hooks are called. */
  readonly callbacks?: readonly Callback[];
  /** True gives `{ accuracy, loss }` in place of `[loss, accuracy]`. */
  readonly returnDict?: Dict;
}

/** `evaluate` of Sequential, where it is documented. */
export async function evaluate(
  state: ModelState,
  call: Call,
  name: string,
  x: unknown,
  y: unknown,
  options: EvaluateOptions = {},
): Promise<Returned> {
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
  state.definition.requireCompiled('evaluate');
  return closing(async (keep) => {
    const { source, target } = await state.buildingIfAccepted(() =>
      openData(keep, state, x, y, sampleWeight, batchSize),
    );
    const executor = state.executor(call, target);
    const { run } = runHandle(state, name, {
      verbose: verbosity(verbose),
      epochs: 1,
      steps: steps ?? source.steps,
    });
    const shown = verbosity(verbose) > 0 ? [state.definition.environment.progress()] : [];
    const logs = await runEvaluation(executor, source, listeners([...shown, ...callbacks], run), {
      steps,
    });
    if (logs === null)
      throw new DataError('evaluate: the iterable is used up: a generator can be read once.');
    return asReturned(logs, namesOfLogs(state.definition.plan(target)), returnDict);
  });
}

async function openData(
  keep: Keep,
  state: ModelState,
  x: unknown,
  y: unknown,
  sampleWeight: ArrayLikeData | undefined,
  batchSize: number | undefined,
) {
  if (isIterableInput('evaluate', x, y, { sampleWeight, batchSize })) {
    return openIterable(keep, 'evaluate', state, x);
  }
  const table = tableFor('evaluate', state, x, y, { sampleWeight });
  const source = tableSource(table, {
    batchSize: batchSize ?? 32,
    shuffle: false,
    rng: seededRng(0),
  });
  return { source, target: table.y?.shape ?? [] };
}
