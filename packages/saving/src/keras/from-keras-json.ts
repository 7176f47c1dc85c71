import {
  type DescriptionJson,
  declareOptions,
  isPlainObject,
  type Layer,
  option,
  type Registry,
  type Shape,
  show,
  toConfigJson,
  UnsupportedError,
} from '@tsuno/core';
import type { SequentialJson } from '@tsuno/models';
import { layerGroups, type NestedGroups } from '../hdf5/layer-groups.ts';
import { type ChainedLayer, chainOf, isModel } from './chain.ts';
import { decodeCompile } from './compile-config.ts';
import { type Decoding, decodeDescription } from './decode-description.ts';
import {
  type KerasObject,
  requireConfig,
  requireFloat32,
  requireKerasObject,
} from './keras-object.ts';
import { JSON_BUDGET, type JsonBudget, requirePlainJson } from './require-plain-json.ts';

export interface FromKerasOptions extends Partial<JsonBudget> {
  /** What errors begin with. */
  readonly who?: string;
  /** Where kinds are looked up; the user's own are its `custom`. */
  readonly registry: Registry;
  /** Who wrote it, where the file says so beside the model: `2.15.0`. Before 3 some names mean something else. */
  readonly kerasVersion?: string;
  /** False leaves out how the model was compiled, and does not look at it. */
  readonly compile?: boolean;
}

/**
 * The definition of a model that Keras has written: the `config.json` of an archive of Keras 3; what Keras 2 keeps in HDF5,
 * `{ model_config, training_config }`; or the `model.json` of TensorFlow.js, `{ modelTopology, trainingConfig }`.
 * A Functional model that is a chain of layers is opened as Sequential, and models within it are laid flat.
 *
 * @throws UnsupportedError for what Tsuno has not, with its name; OptionError for options out of range; DataError for
 *   what is no model.
 */
export function fromKerasJson(json: unknown, options: FromKerasOptions): SequentialJson {
  const { compile = true } = options;
  const { decoding, model, compiled, chain } = openedModel(json, options);
  const { who } = decoding;
  const config = (isPlainObject(model.config) ? model.config : {}) as Record<string, unknown>;
  requireFloat32(who, 'the model', config.dtype);
  const layers = chain.map((layer) => decodeLayer(decoding, layer));
  const { seed, name = config.name, ...engine } = besideOf(who, model);
  const compileConfig = compile ? compiledAs(decoding, compiled) : null;
  return {
    kind: 'Sequential',
    config: {
      name: typeof name === 'string' ? name : 'sequential',
      seed: seed ?? null,
      layers: layers.map(({ json: layer }) => layer),
      inputShape: inputShapeOf(who, config, layers, chain),
    },
    compileConfig: compileConfig && { ...compileConfig, ...engine },
  };
}

/** Where a weights file of Keras's keeps the variables of the layers of models within the model of the same JSON. */
export function kerasLayerGroups(
  json: unknown,
  options: Omit<FromKerasOptions, 'registry'>,
): NestedGroups {
  const { chain } = openedModel(json, { ...options, registry: {} });
  const flat = layerGroups(chain.map(({ object }) => object.class_name));
  return new Map(chain.map(({ group }, index) => [flat[index], group]));
}

function openedModel(json: unknown, options: FromKerasOptions) {
  const { who = 'loadModel', registry, kerasVersion = '3', compile: _, ...budget } = options;
  const limits = { ...JSON_BUDGET, ...budget };
  requirePlainJson(who, json, limits);
  const { model, compiled } = partsOf(who, json);
  const isLegacy = model.module === undefined || /^[12][.]/.test(kerasVersion);
  const decoding: Decoding = { who, registry, isLegacy };
  const chain = isModel(model) ? chainOf(who, model, limits.maxLayers) : refuseModel(who, model);
  return { decoding, model, compiled, chain };
}

/**
 * The model and how it was compiled: beside the model in Keras 2's HDF5 (`model_config`) and in TensorFlow.js's
 * `model.json` (`modelTopology`, which may hold the former).
 */
function partsOf(who: string, json: unknown) {
  const outer = isPlainObject(json) ? json : {};
  const topology = outer.modelTopology ?? json;
  const inner = isPlainObject(topology) ? topology : {};
  const model = requireKerasObject(who, 'the model', inner.model_config ?? topology);
  const training = inner.training_config ?? outer.trainingConfig;
  return { model, compiled: model.compile_config ?? training };
}

function refuseModel(who: string, { class_name }: KerasObject): never {
  throw new UnsupportedError(
    `${who}: the model is a ${show(class_name)}; Tsuno opens Sequential and Functional models. A model of a class of one's own cannot be opened.`,
  );
}

interface DecodedLayer {
  readonly json: DescriptionJson;
  readonly inputShape: Shape | undefined;
}

function decodeLayer(decoding: Decoding, chained: ChainedLayer): DecodedLayer {
  const { name, object, within, isFrozen } = chained;
  const place = `layer "${[...within, name].join('/')}"`;
  const { batch_input_shape, ...config } = requireConfig(decoding.who, place, object);
  // Keras 2 writes it on the first layer, whatever that is.
  const isInput = object.class_name === 'InputLayer' && { batch_input_shape };
  const named = { ...config, ...isInput, name, ...(isFrozen && { trainable: false }) };
  const layer = decodeDescription(decoding, { ...object, config: named }, 'layer', place) as Layer;
  const json = toConfigJson(layer);
  return {
    // A layer of one's own need not have a name among its options.
    json: { ...json, config: { ...json.config, name: layer.name ?? name } },
    inputShape: layer.inputShape,
  };
}

/** The shape of one example: the model's, or that of its first layer. */
function inputShapeOf(
  who: string,
  config: Readonly<Record<string, unknown>>,
  [first]: readonly DecodedLayer[],
  [chained]: readonly ChainedLayer[],
): Shape | null {
  if (first?.inputShape !== undefined) return first.inputShape;
  const inner = isPlainObject(chained?.object.config) ? chained.object.config : {};
  const batchShape = config.build_input_shape ?? inner.batch_input_shape ?? null;
  if (batchShape === null) return null;
  const shape = Array.isArray(batchShape) ? batchShape.slice(1) : [null];
  if (shape.every((size) => Number.isSafeInteger(size) && (size as number) > 0)) {
    return shape as number[];
  }
  throw new UnsupportedError(
    `${who}: the model takes examples of shape ${show(batchShape)}; Tsuno needs every size but the batch's.`,
  );
}

const BESIDE = {
  name: option.optional(option.text()),
  seed: option.seed(),
  jitCompile: option.oneOf(['auto', true, false], 'auto'),
  threads: option.whole('[1, ∞)', 1),
};

/** What Tsuno has written beside Keras's JSON. */
function besideOf(who: string, { tsuno = {} }: KerasObject) {
  return declareOptions(`${who}: the model's tsuno`, BESIDE).read([tsuno]).config;
}

/** How the model was compiled. What cannot be had of it does not keep the model from being opened without. */
function compiledAs(decoding: Decoding, compiled: unknown) {
  try {
    return decodeCompile(decoding, compiled);
  } catch (error) {
    if (!(error instanceof UnsupportedError) || error.message.includes('compile: false'))
      throw error;
    throw new UnsupportedError(
      `${error.message} With { compile: false } the model opens as it is without compile.`,
      { cause: error },
    );
  }
}
