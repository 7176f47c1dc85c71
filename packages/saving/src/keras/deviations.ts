import type { Config, DescriptionType } from '@tsuno/core';

/**
 * Where Keras's JSON does not follow from a declaration by the rules: names in snake case, every option written, nothing
 * beside them. Each entry has its reason.
 */
export interface Deviation {
  /** Keras's class. */
  readonly className?: string;
  /** Other classes that compute the same. */
  readonly alsoClasses?: readonly string[];
  /** Keras's keys for options whose names do not follow. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Options of Keras's that are not ours, with the only values that we can do. The first is written. */
  readonly only?: Readonly<Record<string, readonly unknown[]>>;
  /** The same, but of older or newer files: not written. */
  readonly tolerated?: Readonly<Record<string, readonly unknown[]>>;
  /** Keys without a meaning for what is computed, whatever they hold. */
  readonly meaningless?: readonly string[];
  /** Options that are written when they are not at their defaults: Keras takes them, but does not write them. */
  readonly unwritten?: readonly string[];
  /** Options that Keras does not take: they stay out of its config. */
  readonly withheld?: readonly string[];
  /** What is written for options that are left out. */
  readonly absent?: Readonly<Record<string, unknown>>;
  /** Whether Keras has nothing that computes this: then it is written as a kind of our own, which Keras refuses. */
  readonly own?: (config: Config) => boolean;
  /** Types of numbers that may be asked for beside float32. */
  readonly dtypes?: readonly string[];
  /** What is written beside the options. */
  readonly adds?: Readonly<Record<string, unknown>>;
  /** Changes Keras's config before its keys are read. */
  readonly read?: (config: Config) => Config;
  /** Changes what is written. */
  readonly write?: (config: Config) => Config;
}

const FAN_AXES = {
  // Which axes of a kernel are inputs and outputs; ours are always the last two.
  only: { input_axes: [null], output_axes: [null] },
};

/** Keras 2 writes axes as lists, of one here. */
const oneAxis = (config: Config): Config =>
  Array.isArray(config.axis) && config.axis.length === 1
    ? { ...config, axis: config.axis[0] }
    : config;

/** A list of one is that one. */
const onlyOf = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 ? value[0] : value;

/** Keras 2 called the slope below zero alpha. */
const slopeFromAlpha = ({ alpha, ...config }: Config): Config =>
  alpha === undefined ? config : { negative_slope: alpha, ...config };

/** The rate of the axis that Keras does not write for a loss or metric of such a name. */
const UNWRITTEN_AXIS = { unwritten: ['axis'] };

/** Matrices of counts: in whole numbers Keras would cut sample weights, which count as they are here. */
const OVERLAP = { dtypes: ['int32'] };

const OF_TYPE: Readonly<Partial<Record<DescriptionType, Deviation>>> = {
  // One that is a layer in Keras.
  activation: { meaningless: ['name'] },
  layer: {
    write: ({ name, ...config }) => ({ name: slashless(name), ...withSeed(config) }),
    unwritten: ['activityRegularizer'],
    read: (config) => ({ ...config, seed: seedOf(config.seed) }),
    adds: {
      dtype: {
        module: 'keras',
        class_name: 'DTypePolicy',
        config: { name: 'float32' },
        registered_name: null,
      },
    },
  },
  loss: {
    // Keras 2: 'auto'; Keras 3 also knows None.
    read: (config) => ({
      ...config,
      ...(config.reduction === 'auto' && { reduction: 'sum_over_batch_size' }),
      ...(config.reduction === null && { reduction: 'none' }),
    }),
    meaningless: ['fn'],
  },
  metric: { adds: { dtype: 'float32' }, meaningless: ['fn'] },
  initializer: { read: (config) => ({ ...config, seed: seedOf(config.seed) }), write: withSeed },
  schedule: { meaningless: ['name'] },
  optimizer: {
    keys: { beta1: 'beta_1', beta2: 'beta_2' },
    // A method of Keras's optimizers sets it, and no file of Keras's keeps it.
    withheld: ['excludeFromWeightDecay'],
    only: { loss_scale_factor: [null] },
    tolerated: { decay: [0], is_legacy_optimizer: [false] },
    // How Keras 2 compiles the update.
    meaningless: ['jit_compile'],
  },
};

const OF_KIND: Readonly<Record<string, Deviation>> = {
  'layer/Input': {
    className: 'InputLayer',
    only: { sparse: [false], ragged: [false], optional: [false] },
    adds: { dtype: 'float32' },
    read: ({ batch_input_shape, ...config }) => ({ batch_shape: batch_input_shape, ...config }),
    write: ({ shape, ...config }) => ({ ...config, batch_shape: [null, ...(shape as number[])] }),
  },
  'layer/Dense': { only: { quantization_config: [null] } },
  'layer/Flatten': { only: { data_format: ['channels_last', null] } },
  'layer/BatchNormalization': {
    only: { synchronized: [false], renorm: [false], renorm_clipping: [null] },
    tolerated: { virtual_batch_size: [null] },
    // How fast averages of the renormalization follow, which is off.
    adds: { renorm_momentum: 0.99 },
    meaningless: ['renorm_momentum', 'fused'],
    read: oneAxis,
  },
  'layer/LayerNormalization': { only: { rms_scaling: [false] } },
  'layer/LeakyReLU': { read: slopeFromAlpha },
  'layer/Normalization': {
    // A list of axes: none of them for one mean of all numbers.
    read: (config) =>
      Array.isArray(config.axis) && config.axis.length === 0
        ? { ...config, axis: null }
        : oneAxis(config),
    write: (config) =>
      config.axis === null
        ? { ...config, axis: [], mean: onlyOf(config.mean), variance: onlyOf(config.variance) }
        : { ...config, axis: [config.axis] },
  },
  'activation/leakyRelu': { read: slopeFromAlpha },
  'initializer/GlorotNormal': FAN_AXES,
  'initializer/GlorotUniform': FAN_AXES,
  'initializer/HeNormal': FAN_AXES,
  'initializer/HeUniform': FAN_AXES,
  'initializer/LecunNormal': FAN_AXES,
  'initializer/LecunUniform': FAN_AXES,
  'initializer/VarianceScaling': {
    ...FAN_AXES,
    // Keras 2 and TensorFlow.js: the normal distribution was cut already.
    read: ({ distribution, ...config }) =>
      distribution === 'normal'
        ? { ...config, distribution: 'truncated_normal' }
        : { ...config, distribution },
  },
  'initializer/Identity': { unwritten: ['gain'] },
  'loss/CosineSimilarity': UNWRITTEN_AXIS,
  'loss/SparseCategoricalCrossentropy': UNWRITTEN_AXIS,
  'loss/Huber': { unwritten: ['delta'] },
  'metric/CosineSimilarity': UNWRITTEN_AXIS,
  // Keras's has no axis: it is always the last.
  'metric/BinaryCrossentropy': {
    absent: { fromLogits: false },
    withheld: ['axis'],
    own: ({ axis }) => axis !== -1,
  },
  'metric/CategoricalCrossentropy': { absent: { fromLogits: false } },
  'metric/SparseCategoricalCrossentropy': { absent: { fromLogits: false } },
  'metric/AUC': { absent: { fromLogits: false }, unwritten: ['thresholds'] },
  'metric/BinaryAccuracy': { absent: { threshold: 0.5 } },
  'metric/BinaryIoU': { ...OVERLAP, absent: { threshold: 0.5 } },
  'metric/IoU': OVERLAP,
  'metric/MeanIoU': OVERLAP,
  'optimizer/AdaBelief': { own: () => true },
  'optimizer/Adam': { withheld: ['variant'], own: ({ variant }) => variant !== 'keras' },
  'optimizer/AdamW': { withheld: ['variant'], own: ({ variant }) => variant !== 'keras' },
  'optimizer/SGD': {
    // TensorFlow.js has a class of its own where there is a momentum.
    alsoClasses: ['Momentum'],
    read: ({ useNesterov, ...config }) => ({ nesterov: useNesterov, ...config }),
  },
  'optimizer/RMSprop': {
    // TensorFlow.js calls rho decay; Keras 2 has both.
    read: ({ decay, ...config }) =>
      decay === undefined || 'rho' in config ? { ...config, decay } : { ...config, rho: decay },
  },
};

/** Names of Keras's layers and models have no slash. */
export function slashless<Name>(name: Name): Name | string {
  return typeof name === 'string' ? name.replaceAll('/', '_') : name;
}

/** Keras's seeds are of 32 bits, without a sign. */
function withSeed(config: Config): Config {
  return typeof config.seed === 'number'
    ? { ...config, seed: modulo(config.seed, 2 ** 32) }
    : config;
}

const modulo = (value: number, size: number) => ((value % size) + size) % size;

/** Keras keeps a generator where it was given one: its seed is what we can take. */
function seedOf(seed: unknown): unknown {
  const generator = seed as
    | { class_name?: unknown; config?: { seed?: unknown } }
    | null
    | undefined;
  return generator?.class_name === 'SeedGenerator' ? generator.config?.seed : seed;
}

/** What is different about a kind: what holds for all of its type, and its own. */
export function deviationOf(type: DescriptionType, kind: string): Deviation {
  const common = OF_TYPE[type] ?? {};
  const own = OF_KIND[`${type}/${kind}`] ?? {};
  const both = <T>(of: (deviation: Deviation) => readonly T[] | undefined) => [
    ...(of(common) ?? []),
    ...(of(own) ?? []),
  ];
  const read = both((deviation) => deviation.read && [deviation.read]);
  const write = both((deviation) => deviation.write && [deviation.write]);
  return {
    ...common,
    ...own,
    keys: { ...common.keys, ...own.keys },
    only: { ...common.only, ...own.only },
    tolerated: { ...common.tolerated, ...own.tolerated },
    adds: { ...common.adds, ...own.adds },
    meaningless: both(({ meaningless }) => meaningless),
    unwritten: both(({ unwritten }) => unwritten),
    withheld: both(({ withheld }) => withheld),
    read: (config) => read.reduce((changed, step) => step(changed), config),
    write: (config) => write.reduce((changed, step) => step(changed), config),
  };
}

/** The kind that has another name than its class. */
export function kindOfClass(type: DescriptionType, name: string): string | undefined {
  const entry = Object.entries(OF_KIND).find(
    ([key, { className, alsoClasses = [] }]) =>
      key.startsWith(`${type}/`) && [className, ...alsoClasses].includes(name),
  );
  return entry?.[0].slice(type.length + 1);
}
