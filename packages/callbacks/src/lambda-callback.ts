import {
  type Callback,
  HOOKS,
  OptionError,
  refuseUnknownOptions,
  requireNamedOptions,
  show,
} from '@tsuno/core';

/**
 * A callback made of functions: Keras's way to write one on the spot. An object literal of type `Callback` does the
 * same; this one refuses misspelt hooks, which JavaScript would never call.
 *
 * @throws OptionError for an unknown hook or one that is no function.
 * @see https://keras.io/api/callbacks/lambda_callback/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * const report = callbacks.LambdaCallback({
 *   onEpochEnd: (epoch, logs) => console.log(epoch, logs.loss),
 * });
 */
export function LambdaCallback<Names extends string = string>(
  hooks: Callback<Names>,
): Callback<Names> {
  requireNamedOptions('LambdaCallback', arguments);
  const given = hooks ?? {};
  refuseUnknownOptions('LambdaCallback', given, [...HOOKS, 'state', 'restore']);
  for (const [hook, listener] of Object.entries(given)) {
    if (listener !== undefined && typeof listener !== 'function') {
      throw new OptionError(`LambdaCallback: ${hook} must be a function, got ${show(listener)}.`);
    }
  }
  return Object.freeze({ ...given });
}
