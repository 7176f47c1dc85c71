import {
  type Callback,
  refuseUnknownOptions,
  requireOptions,
  seededRng,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { requireBudget } from './budget.ts';
import { tableSource } from './data/batch-source.ts';
import { makeTable, requireInputShape } from './data/table.ts';
import { requireVerbose, requireWholeIfGiven, type Verbose, verbosity } from './fit-options.ts';
import { listeners, requireCallbacks } from './listeners.ts';
import { ensureBuilt } from './prepare-tables.ts';
import { runHandle } from './run-handle.ts';
import type { ModelState } from './state/model-state.ts';
import type { Call } from './state/turns.ts';

export interface PredictOptions {
  /** Examples in a batch. */
  readonly batchSize?: number;
  /** Stops after so many batches. */
  readonly steps?: number;
  /** Their onPredict… hooks are called; they cannot be async, because `predict` does not wait. */
  readonly callbacks?: readonly Callback[];
  /** Accepted for Keras's sake; predicting shows nothing. */
  readonly verbose?: Verbose;
}

/** `predict` of Sequential, where it is documented. */
export function predict(
  state: ModelState,
  call: Call,
  name: string,
  x: unknown,
  options: PredictOptions = {},
): tf.Tensor {
  requireOptions('predict', options);
  const { batchSize = 32, steps, callbacks = [], verbose = 0, ...unknown } = options;
  refuseUnknownOptions('predict', unknown, ['batchSize', 'steps', 'callbacks', 'verbose']);
  requireWholeIfGiven('predict', { batchSize, steps });
  requireVerbose('predict', verbose);
  requireCallbacks('predict', callbacks);
  const table = makeTable('predict', x, null);
  ensureBuilt('predict', state, table.x);
  const { input, output } = state.definition.plan(null);
  requireInputShape('predict', table.x, input);

  const source = tableSource(table, { batchSize, shuffle: false, rng: seededRng(0) });
  const rows = Math.min(table.x.size, (steps ?? Number.POSITIVE_INFINITY) * batchSize);
  requireBudget(
    `predict: the outputs for ${rows} examples of shape ${showShape(output)} are`,
    rows * sizeOf(output),
    'Predict fewer examples at a time.',
  );
  const executor = state.executor(call, null);
  const { run } = runHandle(state, name, {
    verbose: verbosity(verbose),
    epochs: 1,
    steps: Math.ceil(rows / batchSize),
  });
  const heard = listeners(callbacks, run);
  const outputs = new Float32Array(rows * sizeOf(output));
  let filled = 0;
  heard.tellNow('onPredictBegin', {});
  source.restart();
  for (let step = 0; filled < outputs.length; step++) {
    const batch = source.next();
    if (batch === null) break;
    heard.tellNow('onPredictBatchBegin', step, {});
    const predicted = executor.predict(batch);
    outputs.set(predicted, filled);
    filled += predicted.length;
    heard.tellNow('onPredictBatchEnd', step, {});
  }
  heard.tellNow('onPredictEnd', {});
  return tf.tensor(outputs, [rows, ...output]);
}
