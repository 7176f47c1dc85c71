import { refuseUnknownOptions, requireOptions } from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import type { ArrayLikeData } from './data/to-rows.ts';
import { tableFor, wholeBatch } from './prepare-tables.ts';
import type { ModelState } from './state/model-state.ts';
import type { Call } from './state/turns.ts';
import { toTrainedTensors } from './weights.ts';

export interface GradientOptions {
  /** How much each example counts. */
  readonly sampleWeight?: ArrayLikeData;
}

/** `gradients` of Sequential, where it is documented. */
export function gradients(
  state: ModelState,
  call: Call,
  x: unknown,
  y: unknown,
  options: GradientOptions = {},
): tf.Tensor[] {
  requireOptions('gradients', options);
  const { sampleWeight, ...unknown } = options;
  refuseUnknownOptions('gradients', unknown, ['sampleWeight']);
  const { definition } = state;
  definition.requireCompiled('gradients');
  const table = state.buildingIfAccepted(() =>
    tableFor('gradients', state, x, y, { sampleWeight }),
  );
  const executor = state.executor(call, table.y?.shape ?? null);
  const values = executor.gradients(wholeBatch(table));
  return toTrainedTensors(definition.requirePlanned('gradients'), values);
}
