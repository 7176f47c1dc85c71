import { type Run, type RunningModel, type RunParams, requireInterval } from '@tsuno/core';
import type { ModelState } from './model-state.ts';
import { fromGiven } from './weights.ts';

/** A run as callbacks see it, and whether one of them has stopped it. */
export interface RunHandle {
  readonly run: Run;
  readonly isStopped: () => boolean;
}

export function runHandle(state: ModelState, name: string, params: RunParams): RunHandle {
  let isStopped = false;
  const model: RunningModel = {
    name,
    get weights() {
      return state.weights;
    },
    setWeightValues(weights) {
      state.weights = fromGiven(state.requirePlanned('setWeightValues'), weights);
    },
    get learningRate() {
      return state.learningRate;
    },
    set learningRate(learningRate) {
      requireInterval('run.model', { learningRate }, '[0, ∞)');
      state.learningRate = learningRate;
    },
    get optimizerState() {
      return state.optimizerState;
    },
  };
  const run: Run = {
    params: Object.freeze(params),
    model,
    stop() {
      isStopped = true;
    },
  };
  return { run: Object.freeze(run), isStopped: () => isStopped };
}
