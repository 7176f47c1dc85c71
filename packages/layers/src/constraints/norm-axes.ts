import { axesOption, option } from '@tsuno/core';

export const NORM_AXES = {
  /** Along which axes norms are taken: 0 for the weights into each unit of a Dense layer. */
  axis: axesOption(option.whole('(-∞, ∞)'), 0),
};
