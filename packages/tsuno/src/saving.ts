import type { FileSource, LoadModelOptions } from '@tsuno/models';
import { Sequential } from './sequential.ts';

/**
 * Opens a saved model: the layers, the weights, how it was compiled, and how far the optimizer had come, so that training
 * goes on where it ended. It reads what `model.save` has written, and what Keras 3 has (`.keras`).
 *
 * A file is data: nothing in it is ever run. Layers, losses … of your own are handed in by name.
 *
 * @throws DataError for files that are none, or damaged; OptionError and UnsupportedError for what Tsuno has not, with its
 *   name.
 * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
 */
export function loadModel(source: FileSource, options?: LoadModelOptions): Promise<Sequential> {
  return Sequential.load(source, options);
}
