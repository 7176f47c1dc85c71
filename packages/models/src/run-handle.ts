import {
  type Logs,
  OptionError,
  type Run,
  type RunningModel,
  type RunParams,
  requireInterval,
  requireName,
  StateError,
  show,
} from '@tsuno/core';
import { requireSaver, saveModel, saveModelWeights } from './files.ts';
import type { RunBackups } from './resume/run-backups.ts';
import type { RunState } from './resume/run-state.ts';
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
  /** Becomes the handle of a run that goes on. */
  readonly resume: (run: Pick<RunState, 'seed' | 'logged' | 'isStopped'>) => void;
}

/** What only `fit` has. */
export interface FitHandle {
  /** Null without callbacks. */
  readonly backups: RunBackups | null;
  readonly signal?: AbortSignal;
}

export function runHandle(
  state: ModelState,
  name: string,
  given: RunParams,
  fit: FitHandle | null = null,
): RunHandle {
  let params = Object.freeze(given);
  let isStopped = false;
  let logged = new Map<string, number>();
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
    requireSavable: async (target, holding) =>
      (await requireSaver('save', state.definition.environment)).requireSavable(target, holding),
    save: (target, options) => saveModel(state, name, target, options),
    saveWeights: (target, options) => saveModelWeights(state, name, target, options),
  };
  const run: Run = {
    get params() {
      return params;
    },
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
    get isAborted() {
      return fit?.signal?.aborted === true;
    },
    backup: (place) => backupsOf('run.backup', fit).want(place),
    resume: async (...places) => backupsOf('run.resume', fit).resume(places),
    removeBackup: (place) => backupsOf('run.removeBackup', fit).giveUp(place),
  };
  return {
    run: Object.freeze(run),
    isStopped: () => isStopped,
    logged: () => Object.fromEntries(logged),
    forgetLogged: () => logged.clear(),
    resume(from) {
      params = Object.freeze({ ...params, seed: from.seed });
      logged = new Map(Object.entries(from.logged));
      isStopped ||= from.isStopped;
    },
  };
}

/** @throws StateError in evaluate and predict. */
function backupsOf(who: string, fit: FitHandle | null): RunBackups {
  if (fit !== null && fit.backups !== null) return fit.backups;
  throw new StateError(`${who}: only a run of fit is backed up and taken up again.`);
}
