import type { Logs } from '@tsuno/core';
import { closing } from './data/closing.ts';
import { type FitData, openData } from './fit-data.ts';
import {
  type CheckedFitOptions,
  checkFitOptions,
  type FitOptions,
  verbosity,
} from './fit-options.ts';
import { foldHistory, type History } from './history.ts';
import { listeners } from './listeners.ts';
import { runEpochs, runEvaluation } from './run-epochs.ts';
import { runHandle } from './run-handle.ts';
import type { ModelState } from './state/model-state.ts';
import type { Call } from './state/turns.ts';

/** Chooses the data, then trains: `fit` of Sequential, where it is documented. */
export async function fit(
  state: ModelState,
  call: Call,
  name: string,
  x: unknown,
  y: unknown,
  givenOptions: FitOptions | undefined,
): Promise<History> {
  const options = checkFitOptions(givenOptions);
  state.definition.requireCompiled('fit');
  return closing(async (keep) => {
    const data = await state.buildingIfAccepted(() => openData(keep, state, x, y, options));
    return train(state, call, name, data, options);
  });
}

async function train(
  state: ModelState,
  call: Call,
  name: string,
  data: FitData,
  options: CheckedFitOptions,
): Promise<History> {
  const { definition, numbers, turns } = state;
  const { validation, target } = data;
  const { callbacks, signal } = options;
  const chosenSeed = options.seed ?? definition.seed;
  /** The executor and the training data of a run with this seed. */
  const begin = async (seed: number) => {
    // An evaluation that began meanwhile may be using an executor with another seed.
    while (turns.evaluation !== null) await turns.evaluation;
    return { seed, executor: state.executor(call, target, seed), training: data.training(seed) };
  };
  const first = await begin(chosenSeed);
  state.tellFallback();
  const verbose = verbosity(options.verbose);
  const params = {
    verbose,
    epochs: options.epochs,
    steps: options.stepsPerEpoch ?? first.training.steps,
    seed: chosenSeed,
  };
  // Without callbacks nobody asks for backups.
  const resuming = callbacks.length === 0 ? null : await import('./later.ts');
  const backups =
    resuming && new resuming.RunBackups(state, { options, sizes: data.sizes }, callbacks);
  const handle = runHandle(state, name, params, { backups, signal });
  const { run, isStopped, logged, forgetLogged } = handle;
  // The display comes last, as in Keras: it shows what callbacks have logged.
  const progress = verbose > 0 ? [definition.environment.progress()] : [];
  const heard = listeners([...callbacks, ...progress], run);
  await heard.tell('onTrainBegin', {});

  const found = backups?.begin() ?? null;
  const { seed, executor, training } = found === null ? first : await begin(found.run.seed);
  let isExhausted = false;
  if (resuming !== null && found !== null) {
    const { restoreModel, restoreStates } = resuming;
    // The data first: when they are not those of the run, nothing has changed.
    await training.seek(found.run.data, null);
    const { validationSteps = null } = options;
    if (found.run.validation) await validation?.seek(found.run.validation.data, validationSteps);
    restoreModel(state, found.model);
    isExhausted = found.run.validation?.isExhausted ?? false;
    if (found.run.running !== null) executor.writeLogsState('train', found.run.running);
    handle.resume(found.run);
    await restoreStates(found.run.callbacks, callbacks, run);
  }
  const validate = async (epoch: number): Promise<Logs | null> => {
    if (validation === null || isExhausted || !isValidated(epoch, options.validationFreq))
      return null;
    const { validationSteps: steps } = options;
    const logs = await turns.validating(() =>
      runEvaluation(executor, validation, heard, { steps, signal }),
    );
    if (logs === null) {
      isExhausted = true;
      console.warn(
        `fit: validationData is a generator, which can be read once, and is used up since epoch ${epoch}; the epochs from ${epoch + 1} on are not validated. Give arrays, or an object whose [Symbol.iterator] begins anew.`,
      );
    }
    return logs;
  };
  const epochs = await runEpochs({
    executor,
    source: training,
    turns,
    listeners: heard,
    initialEpoch: options.initialEpoch,
    epochs: options.epochs,
    stepsPerEpoch: options.stepsPerEpoch ?? null,
    isStopped,
    signal,
    validate,
    onEpochDone() {
      numbers.epochsTrained += 1;
    },
    logged,
    forgetLogged,
    resumed: found?.run ?? null,
    onSettled: (progress) =>
      backups?.settle(async () => ({
        ...progress(),
        seed,
        // Between two epochs there are no logs under way.
        running: progress().step === 0 ? null : await executor.readLogsState('train'),
        logged: logged(),
        isStopped: isStopped(),
        data: training.position(),
        validation: validation && { data: validation.position(), isExhausted },
      })),
  });
  await backups?.end();
  return foldHistory(run.params, epochs);
}

function isValidated(epoch: number, frequency: number | readonly number[]): boolean {
  return typeof frequency === 'number'
    ? (epoch + 1) % frequency === 0
    : frequency.includes(epoch + 1);
}
