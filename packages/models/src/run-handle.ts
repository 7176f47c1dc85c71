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
import type { ModelState } from './state/model-state.ts';
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
  const logged = new Map<string, number>();
  const model: RunningModel = {
    name,
    is: (other) => other === state.owner,
    get weights() {
      return state.numbers.weights;
    },
    setWeightValues(weights) {
      const planned = state.definition.requirePlanned('setWeightValues');
      state.numbers.weights = fromGiven('setWeightValues', planned, weights);
    },
    get learningRate() {
      return state.numbers.learningRate;
    },
    set learningRate(learningRate) {
      requireInterval('run.model', { learningRate }, '[0, ∞)');
      state.numbers.learningRate = learningRate;
    },
    get optimizerState() {
      return state.numbers.optimizerState;
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
      logged.set(name, value);
    },
    stop() {
      isStopped = true;
    },
  };
  return {
    run: Object.freeze(run),
    isStopped: () => isStopped,
    logged: () => Object.fromEntries(logged),
    forgetLogged: () => logged.clear(),
  };
}
