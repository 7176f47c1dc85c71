import {
  type Callback,
  DataError,
  declareOptions,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('TerminateOnNaN', {
  /** True ends `fit` with an error in place of a message. */
  raiseError: option.boolean(false),
});

export interface TerminateOnNaNOptions extends OptionsOf<typeof declared>, Shown {}

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
export function TerminateOnNaN(options: TerminateOnNaNOptions = {}): Callback {
  const described = declared.read(arguments);
  const { raiseError } = described.config;
  return {
    ...described,
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
