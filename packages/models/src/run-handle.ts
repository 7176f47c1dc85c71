import {
  type Logs,
  OptionError,
  type Run,
  type RunningModel,
  type RunParams,
  requireInterval,
  requireName,
  show,
} from '@tsuno/core';
import type { ModelState } from './model-state.ts';
import { fromGiven } from './weights.ts';

/** A run as callbacks see it, and whether one of them has stopped it. */
export interface RunHandle {
  readonly run: Run;
  readonly isStopped: () => boolean;
  /** What callbacks have logged in this epoch. */
  readonly logged: () => Logs;
  /** Begins another epoch's account. */
  readonly forgetLogged: () => void;
}

export function runHandle(state: ModelState, name: string, params: RunParams): RunHandle {
  let isStopped = false;
  let logged: Record<string, number> = {};
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
    directionOf: (log) => state.directionOf(log),
  };
  const run: Run = {
    params: Object.freeze(params),
    model,
    log(name, value) {
      requireName('run.log', name);
      if (typeof value !== 'number') {
        throw new OptionError(`run.log: "${name}" must be a number, got ${show(value)}.`);
      }
      logged[name] = value;
    },
    stop() {
      isStopped = true;
    },
  };
  return {
    run: Object.freeze(run),
    isStopped: () => isStopped,
    logged: () => logged,
    forgetLogged() {
      logged = {};
    },
  };
}
