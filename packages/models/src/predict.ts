import { type Callback, DataError, refuseUnknownOptions, seededRng, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { tableSource } from './data/batch-source.ts';
import { makeTable, requireInputShape } from './data/table.ts';
import { requireOptions, requireVerbose, requireWholeIfGiven, verbosity } from './fit-options.ts';
import { listeners, requireCallbacks } from './listeners.ts';
import type { ModelState } from './model-state.ts';
import { ensureBuilt } from './prepare-tables.ts';
import { runHandle } from './run-handle.ts';

export interface PredictOptions {
  readonly batchSize?: number;
  /** Stops after so many batches. */
  readonly steps?: number;
  /** With onPredict… hooks, which are called without waiting. */
  readonly callbacks?: readonly Callback[];
  /** Accepted for Keras's sake; predicting shows nothing. */
  readonly verbose?: 'auto' | 0 | 1 | 2;
}

/** `predict` of Sequential, where it is documented. */
export function predict(
  state: ModelState,
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
  const { input, output } = state.plan(null);
  requireInputShape('predict', table.x, input);

  const executor = state.executor(null, null);
  const source = tableSource(table, { batchSize, shuffle: false, rng: seededRng(0) });
  const rows = Math.min(table.x.size, (steps ?? Number.POSITIVE_INFINITY) * batchSize);
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
    if (batch === null || batch instanceof Promise) throw new DataError('predict: x ended early.');
    heard.tellNow('onPredictBatchBegin', step, {});
    const predicted = executor.predict(batch);
    outputs.set(predicted, filled);
    filled += predicted.length;
    heard.tellNow('onPredictBatchEnd', step, {});
  }
  heard.tellNow('onPredictEnd', {});
  return tf.tensor(outputs, [rows, ...output]);
}
