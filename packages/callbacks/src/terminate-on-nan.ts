import {
  type Callback,
  DataError,
  refuseUnknownOptions,
  requireBoolean,
  requireNamedOptions,
} from '@tsuno/core';

export interface TerminateOnNaNOptions {
  /** True ends `fit` with an error in place of a message. */
  readonly raiseError?: boolean;
}

/**
 * Ends training at the first batch whose loss is NaN or infinite.
 *
 * @throws DataError in `fit` with `raiseError`.
 * @see https://keras.io/api/callbacks/terminate_on_nan/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * callbacks.TerminateOnNaN();
 */
export function TerminateOnNaN({
  raiseError = false,
  ...unknown
}: TerminateOnNaNOptions = {}): Callback {
  requireNamedOptions('TerminateOnNaN', arguments);
  refuseUnknownOptions('TerminateOnNaN', unknown, ['raiseError']);
  requireBoolean('TerminateOnNaN', { raiseError });
  return {
    // The running mean is no number from the first batch on whose loss is none.
    onTrainBatchEnd(batch, logs, run) {
      if (Number.isFinite(logs.loss)) return;
      const message = `Batch ${batch}: Invalid loss, terminating training`;
      if (raiseError) {
        throw new DataError(`TerminateOnNaN: the loss of batch ${batch} is not finite.`);
      }
      console.log(message);
      run.stop();
    },
  };
}
