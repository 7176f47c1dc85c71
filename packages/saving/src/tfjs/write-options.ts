import { type DescriptionJson, isDescription, snakeCase } from '@tsuno/core';
import { refuse, type Writing } from './reasons.ts';

/** Activations of ours that TensorFlow.js has, by its names. Its hard_sigmoid is another function (Keras 2's). */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  elu: 'elu',
  gelu: 'gelu',
  linear: 'linear',
  logSoftmax: 'log_softmax',
  mish: 'mish',
  relu: 'relu',
  relu6: 'relu6',
  selu: 'selu',
  sigmoid: 'sigmoid',
  silu: 'swish',
  softmax: 'softmax',
  softplus: 'softplus',
  softsign: 'softsign',
  tanh: 'tanh',
};

/** What options of activations must be for TensorFlow.js, which takes none. */
const ACTIVATION_OPTIONS: Readonly<Record<string, unknown>> = {
  alpha: 1,
  approximate: false,
  axis: -1,
  maxValue: null,
  negativeSlope: 0,
  threshold: 0,
};

const INITIALIZERS = [
  'Constant',
  'GlorotNormal',
  'GlorotUniform',
  'HeNormal',
  'HeUniform',
  'Ones',
  'Orthogonal',
  'RandomNormal',
  'RandomUniform',
  'TruncatedNormal',
  'Zeros',
];

/** Activation as TensorFlow.js names it. */
export function activationName(writing: Writing, layer: string, given: unknown): string {
  if (!isDescription(given)) return 'linear';
  const { kind, config } = given;
  const name = Object.hasOwn(ACTIVATIONS, kind) ? ACTIVATIONS[kind] : undefined;
  const other = Object.keys(config).find((option) => config[option] !== ACTIVATION_OPTIONS[option]);
  if (name !== undefined && other === undefined) return name;
  const shown = name === undefined ? kind : `${kind} with another ${other} than its own`;
  return refuse(
    writing,
    `has no activation ${shown}${kind === 'hardSigmoid' ? ' as Keras 3 has it: its own is 0.2·x + 0.5' : ''}, which layer "${layer}" has`,
  );
}

/**
 * An option of a layer in TensorFlow.js's JSON. What only training looks at, and is not there, is left out and told.
 * Initializers have done their work: for one that is not there zeros stand in.
 */
export function weightOption(
  { lost }: Writing,
  layer: string,
  option: string,
  given: unknown,
): unknown {
  if (!isDescription(given)) return given ?? null;
  const { type, kind, config } = given;
  if (type === 'initializer') {
    const isThere = INITIALIZERS.includes(kind);
    return { class_name: isThere ? kind : 'Zeros', config: isThere ? snakeKeys(config) : {} };
  }
  if (type === 'regularizer' && ['L1', 'L2', 'L1L2'].includes(kind)) {
    const { l1 = 0, l2 = 0 } = config;
    return { class_name: 'L1L2', config: { l1, l2 } };
  }
  // It has the constraints of Keras 2, but applies them when it opens a file, and not while it trains.
  lost.push(`it does not keep to ${kind}, the ${option} of layer "${layer}"`);
  return null;
}

/** `maxValue` → `max_value`. */
export function snakeKeys(config: DescriptionJson['config']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([option, value]) => [snakeCase(option), value]),
  );
}
