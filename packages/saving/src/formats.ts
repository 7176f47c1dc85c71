import { KERAS_ARCHIVE } from './archive/keras-archive.ts';
import type { FileFormat } from './format.ts';
import { WEIGHTS_H5 } from './hdf5/weights-h5.ts';
import { SAFETENSORS } from './safetensors/safetensors.ts';
import { LAYERS_MODEL } from './tfjs/layers-model.ts';

/** All formats; the first whose beginning fits takes bytes without a name. */
export const FORMATS: readonly FileFormat[] = [
  KERAS_ARCHIVE,
  WEIGHTS_H5,
  SAFETENSORS,
  LAYERS_MODEL,
];
