/** One of the four files, as the mirrors have it. */
export interface RemoteFile {
  readonly name: string;
  /** Of the file as it is sent, gzipped. */
  readonly size: number;
  readonly sum: string;
}

/** The whole set is four files: two of images, two of labels. */
export type FourOf<T> = {
  readonly trainImages: T;
  readonly trainLabels: T;
  readonly testImages: T;
  readonly testLabels: T;
};

/** SHA-256 and bytes of the files that LeCun, Cortes and Burges published. */
export const FULL_FILES: FourOf<RemoteFile> = {
  trainImages: {
    name: 'train-images-idx3-ubyte.gz',
    size: 9_912_422,
    sum: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte.gz',
    size: 28_881,
    sum: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte.gz',
    size: 1_648_877,
    sum: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte.gz',
    size: 4_542,
    sum: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
  },
};

/** The original address asks for a password at times, so these copies serve. */
export const MIRRORS = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
];

export const FULL_NAMES = Object.values(FULL_FILES).map(({ name }) => name);
