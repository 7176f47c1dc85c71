import { defineLayer, requireInterval, requireNamedOptions } from '@tsuno/core';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';
import { L1L2 } from './regularizers/index.ts';

export interface ActivityRegularizationOptions extends LayerOptions {
  /** How much the sum of absolute values counts. */
  readonly l1?: number;
  /** How much the sum of squares counts. */
  readonly l2?: number;
}

/**
 * y = x, and a penalty on x is added to the loss: (l1·Σ|x| + l2·Σx²)/batch size.
 *
 * @throws OptionError for a negative strength.
 * @see https://keras.io/api/layers/regularization_layers/activity_regularization/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.ActivityRegularization({ l1: 1e-4 });
 */
export function ActivityRegularization({
  l1 = 0,
  l2 = 0,
  name,
  ...unknown
}: ActivityRegularizationOptions = {}) {
  requireNamedOptions('ActivityRegularization', arguments);
  const config = { l1, l2, name };
  checkLayerOptions('ActivityRegularization', config, unknown);
  requireInterval('ActivityRegularization', { l1, l2 }, '[0, ∞)');
  return defineLayer({
    kind: 'ActivityRegularization',
    config,
    yields: 'input',
    activityRegularizer: L1L2({ l1, l2 }),
    plan: (input) => ({ output: input, weights: [] }),
    lower: () => [],
    call: (x) => x,
  });
}
