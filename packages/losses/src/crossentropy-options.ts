import { axisOption, option } from '@tsuno/core';

/** The options of cross-entropies of yes and no. */
export const OF_YES_OR_NO = {
  /** True when the outputs are raw scores (a linear last layer), false when they are probabilities (sigmoid). */
  fromLogits: option.boolean(false),
  /** s: how far each target is drawn towards ½, y(1 − s) + s/2. */
  labelSmoothing: option.number('[0, 1]', 0),
  /** The axis that is averaged over, counted with the batch as 0. */
  axis: axisOption(-1),
};

/** The options of cross-entropies over classes. */
export const OF_CLASSES = {
  /** True when the outputs are raw scores (a linear last layer), false when they are probabilities (softmax). */
  fromLogits: option.boolean(false),
  /** The axis along which the classes lie, counted with the batch as 0. */
  axis: axisOption(-1),
};

/** The options of cross-entropies between distributions over classes. */
export const OF_DISTRIBUTIONS = {
  ...OF_CLASSES,
  /** s: how much of each target is spread evenly over the K classes, y(1 − s) + s/K. */
  labelSmoothing: option.number('[0, 1]', 0),
};
