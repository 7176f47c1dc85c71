import { defineLayer, type Layer, type OptionsOf, type Shown } from '@tsuno/core';
import { L1L2, STRENGTHS } from '../regularizers/l1-l2.ts';
import { declareLayer } from './layer-options.ts';

const declared = declareLayer('ActivityRegularization', STRENGTHS);

export interface ActivityRegularizationOptions extends OptionsOf<typeof declared>, Shown {}

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
export function ActivityRegularization(options: ActivityRegularizationOptions = {}): Layer {
  const described = declared.read(arguments);
  const { l1, l2 } = described.config;
  return defineLayer({
    ...described,
    yields: 'input',
    activityRegularizer: L1L2({ l1, l2 }),
    plan: (input) => ({ output: input, weights: [] }),
    lower: () => [],
    call: (x) => x,
  });
}
