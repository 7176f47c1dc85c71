import { option } from '@tsuno/core';

/** The options of whatever compares labels with predictions. */
export const JUDGE_OPTIONS = {
  /** What the classes are called, by their numbers; otherwise they are called by these. */
  classNames: option.list(option.text(), []),
  /** For a model with one output and no activation at its end: scores above 0 say class 1. */
  fromLogits: option.boolean(false),
  /** From where on a single probability says class 1. */
  threshold: option.number('(0, 1)', 0.5),
};
