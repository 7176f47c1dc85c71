import {
  type DescriptionJson,
  isDescription,
  isPlainObject,
  type Layer,
  type Registry,
  type Shape,
  show,
  toConfigJson,
  UnsupportedError,
} from '@tsuno/core';
import type { SequentialJson } from '@tsuno/models';
import { type ChainedLayer, chainOf, isModel } from './chain.ts';
import { decodeCompile } from './compile-config.ts';
import { type Decoding, decodeDescription } from './decode-description.ts';
import { type KerasObject, requireFloat32, requireKerasObject } from './keras-object.ts';
import { JSON_BUDGET, type JsonBudget, requirePlainJson } from './require-plain-json.ts';

export interface FromKerasOptions extends Partial<JsonBudget> {
  /** What errors begin with. */
  readonly who?: string;
  /** Where kinds are looked up; the user's own are its `custom`. */
  readonly registry: Registry;
  /** False leaves out how the model was compiled, and does not look at it. */
  readonly compile?: boolean;
}

/**
 * The definition of a model that Keras has written: the `config.json` of an archive of Keras 3, or the `modelTopology`
 * of TensorFlow.js and the JSON of Keras 2 (`{ model_config, training_config }`, or the model with `training_config`).
 * A Functional model that is a chain of layers is opened as Sequential, and models within it are laid flat.
 *
 * @throws UnsupportedError for what Tsuno has not, with its name; OptionError for options out of range; DataError for
 *   what is no model.
 */
export function fromKerasJson(json: unknown, options: FromKerasOptions): SequentialJson {
  const { who = 'loadModel', registry, compile = true, ...budget } = options;
  const limits = { ...JSON_BUDGET, ...budget };
  requirePlainJson(who, json, limits);
  const { model, compiled } = partsOf(who, json);
  const decoding: Decoding = { who, registry, isLegacy: model.module === undefined };
  const chain = isModel(model)
    ? chainOf(decoding, model, limits.maxLayers)
    : refuseModel(who, model);
  const config = (isPlainObject(model.config) ? model.config : {}) as Record<string, unknown>;
  requireFloat32(who, 'the model', config.dtype);
  const layers = chain.map((layer) => decodeLayer(decoding, layer));
  const { seed = null, ...engine } = besideOf(model);
  const compileConfig = compile ? decodeCompile(decoding, compiled) : null;
  return {
    kind: 'Sequential',
    config: {
      name: typeof config.name === 'string' ? config.name : 'sequential',
      seed: seed as number | null,
      layers: layers.map(({ json: layer }) => layer),
      inputShape: inputShapeOf(who, config, layers, chain),
    },
    compileConfig: compileConfig && { ...compileConfig, ...engine },
  };
}

/** The model and how it was compiled, however they are wrapped. */
function partsOf(who: string, json: unknown) {
  const outer = isPlainObject(json) ? json : {};
  const wrapped = 'model_config' in outer ? outer.model_config : json;
  const model = requireKerasObject(who, 'the model', wrapped);
  return {
    model,
    compiled: model.compile_config ?? outer.training_config ?? model.training_config,
  };
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
  const { batch_input_shape: _, ...config } = object.config as Record<string, unknown>;
  const shown = object.class_name === 'InputLayer' ? object.config : config;
  const named = { ...(shown as object), name, ...(isFrozen && { trainable: false }) };
  const layer = decodeDescription(decoding, { ...object, config: named }, 'layer', place) as Layer;
  const json = toConfigJson(layer);
  return { json: { ...json, config: { ...json.config, name } }, inputShape: layer.inputShape };
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

/** What Tsuno has written beside Keras's JSON. */
function besideOf({ tsuno }: KerasObject): Readonly<Record<string, unknown>> {
  return isPlainObject(tsuno) && !isDescription(tsuno) ? tsuno : {};
}
