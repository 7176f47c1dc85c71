import { refuseUnknownOptions, requireBoolean, requireOptions } from '@tsuno/core';
import type { ClassWeight } from './data/class-weight.ts';
import type { ArrayLikeData } from './data/to-rows.ts';
import { tableFor, wholeBatch } from './prepare-tables.ts';
import { asReturned, namesOfLogs, type Returned } from './returned-logs.ts';
import type { ModelState } from './state/model-state.ts';
import type { Call } from './state/turns.ts';

export interface BatchOptions<Dict extends boolean = boolean> {
  /** How much each example counts. */
  readonly sampleWeight?: ArrayLikeData;
  /** True gives `{ accuracy, loss }` in place of `[loss, accuracy]`. */
  readonly returnDict?: Dict;
}

export interface TrainOnBatchOptions<Dict extends boolean = boolean> extends BatchOptions<Dict> {
  /** How much an example of each class counts: `{ 0: 1, 1: 5 }`. */
  readonly classWeight?: ClassWeight;
}

/** One update on one batch, `trainOnBatch` of Sequential: it is made before the first wait. */
export async function trainOnBatch(
  state: ModelState,
  call: Call,
  x: unknown,
  y: unknown,
  options: TrainOnBatchOptions = {},
): Promise<Returned> {
  requireOptions('trainOnBatch', options);
  const { sampleWeight, classWeight, returnDict = false, ...unknown } = options;
  refuseUnknownOptions('trainOnBatch', unknown, ['sampleWeight', 'classWeight', 'returnDict']);
  return onBatch(state, call, 'train', x, y, { sampleWeight, classWeight, returnDict });
}

/** The logs of one batch, `testOnBatch` of Sequential. */
export async function testOnBatch(
  state: ModelState,
  call: Call,
  x: unknown,
  y: unknown,
  options: BatchOptions = {},
): Promise<Returned> {
  requireOptions('testOnBatch', options);
  const { sampleWeight, returnDict = false, ...unknown } = options;
  refuseUnknownOptions('testOnBatch', unknown, ['sampleWeight', 'returnDict']);
  return onBatch(state, call, 'test', x, y, { sampleWeight, returnDict });
}

async function onBatch(
  state: ModelState,
  call: Call,
  phase: 'train' | 'test',
  x: unknown,
  y: unknown,
  options: TrainOnBatchOptions & { readonly returnDict: boolean },
): Promise<Returned> {
  const { sampleWeight, classWeight, returnDict } = options;
  requireBoolean(call.who, { returnDict });
  state.definition.requireCompiled(call.who);
  const table = state.buildingIfAccepted(() =>
    tableFor(call.who, state, x, y, { sampleWeight, classWeight }),
  );
  const target = table.y?.shape ?? null;
  const executor = state.executor(call, target);
  executor.resetLogs(phase);
  if (phase === 'train') executor.train(wholeBatch(table));
  else executor.evaluate(wholeBatch(table));
  const { logs } = await executor.readLogs(phase);
  return asReturned(logs, namesOfLogs(state.definition.plan(target)), returnDict);
}
