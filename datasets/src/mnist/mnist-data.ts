import type * as tf from 'tsuno/tf';

export interface MnistOptions<Images extends boolean = boolean> {
  /** `true` gives x as [n, 28, 28], `false` as [n, 784]. */
  readonly images?: Images;
  /** The 60,000 + 10,000 images, downloaded once (11.6 MB), in place of the 10,000 that are installed. */
  readonly full?: boolean;
  /** A folder with the four IDX files, gzipped or not. Else the one that `TSUNO_MNIST_DIR` names, if it does. */
  readonly dir?: string;
  /** Where decoded and downloaded files are kept. Else `TSUNO_CACHE`, `node_modules/.cache/tsuno`, or the user's cache. */
  readonly cacheDir?: string;
  /** Web addresses of folders with the four gzipped files, tried in order. Only for `full: true`. */
  readonly mirrors?: readonly string[];
  /** What a download prints: 0 nothing, 1 a bar on a terminal, 2 a line for each file. */
  readonly verbose?: 0 | 1 | 2;
  /** Ends the loading early: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Four tensors, which belong to the caller. */
export interface MnistData<X extends tf.Tensor = tf.Tensor2D> {
  /** [n, 784] or [n, 28, 28], float32: grey levels v / 255, 0 is the paper and 1 the ink. */
  readonly xTrain: X;
  /** [n], int32: the digit, 0 to 9. */
  readonly yTrain: tf.Tensor1D;
  readonly xTest: X;
  readonly yTest: tf.Tensor1D;
}
