import type { FileFormat } from '../format.ts';
import { readModel, readWeights } from './read-model.ts';
import { writeModel } from './write-model.ts';

/**
 * Models of TensorFlow.js (`layers-model`): a JSON file, and the weights in files beside it.
 *
 * @see https://www.tensorflow.org/js/guide/save_load
 */
export const LAYERS_MODEL: FileFormat = {
  name: 'a model of TensorFlow.js',
  ending: '.json',
  begins: ([first]) => first === '{'.charCodeAt(0),
  model: {
    write: async (who, model, fileName) => writeModel(who, model, fileName),
    read: readModel,
  },
  weights: { read: readWeights },
};
