import { DataError, isPlainObject, show, UnsupportedError } from '@tsuno/core';
import type { Decoding } from './decode-description.ts';
import {
  isKerasObject,
  type KerasObject,
  requireConfig,
  requireKerasObject,
} from './keras-object.ts';

/** One layer of a chain. */
export interface ChainedLayer {
  readonly name: string;
  readonly object: KerasObject;
  /** The models that it stands in, from the outside: none for a layer of the model itself. */
  readonly within: readonly string[];
  /** Whether one of these models is frozen, and with it the layer. */
  readonly isFrozen: boolean;
}

const MODELS = ['Sequential', 'Functional', 'Model'];

/** Whether an object of Keras's is a model that is made of layers. */
export const isModel = ({ class_name }: KerasObject) => MODELS.includes(class_name);

/**
 * The layers of a model one after the other, those of models in it among them.
 *
 * @throws UnsupportedError for a model that is no chain, with the layer's name.
 */
export function chainOf(
  decoding: Decoding,
  model: KerasObject,
  maxLayers: number,
): readonly ChainedLayer[] {
  const chain: ChainedLayer[] = [];
  const taken = new Set<string>();
  const walk = (object: KerasObject, within: readonly string[], isWithinFrozen: boolean) => {
    const { who } = decoding;
    const isFrozen = isWithinFrozen || isFrozenModel(object);
    const place = within.length === 0 ? 'the model' : `the model "${within.join('/')}"`;
    const layers = layersOf(who, place, object, maxLayers - chain.length);
    for (const layer of inOrder(who, place, object, layers)) {
      const name = nameOf(layer, chain.length);
      if (isModel(layer)) {
        walk(layer, [...within, name], isFrozen);
        continue;
      }
      // What a model within is fed with is what comes out before it.
      if (layer.class_name === 'InputLayer' && within.length > 0) continue;
      if (taken.has(name)) {
        throw new UnsupportedError(
          `${who}: two layers are named "${name}", one of them in ${place}. Give them names of their own in Keras.`,
        );
      }
      taken.add(name);
      chain.push({ name, object: layer, within, isFrozen });
    }
  };
  walk(model, [], false);
  return chain;
}

/** Keras restores a Functional model frozen; of a Sequential it looks at the layers alone. */
const isFrozenModel = ({ class_name, config }: KerasObject) =>
  class_name !== 'Sequential' && isPlainObject(config) && config.trainable === false;

function layersOf(
  who: string,
  place: string,
  model: KerasObject,
  most: number,
): readonly KerasObject[] {
  // The first Keras wrote a list.
  const layers = Array.isArray(model.config)
    ? model.config
    : requireConfig(who, place, model).layers;
  if (!Array.isArray(layers)) {
    throw new DataError(`${who}: the layers of ${place} must be a list, got ${show(layers)}.`);
  }
  if (layers.length > most) {
    throw new DataError(
      `${who}: ${place} has ${layers.length} layers, more than are read. The option maxLayers allows more.`,
    );
  }
  return Array.from(layers, (layer, index) =>
    requireKerasObject(who, `layer ${index} of ${place}`, layer),
  );
}

function nameOf({ name, config, class_name }: KerasObject, index: number): string {
  const own = isPlainObject(config) ? config.name : undefined;
  const found = own ?? name;
  return typeof found === 'string' ? found : `${class_name.toLowerCase()}_${index}`;
}

/** The layers from the input to the output. */
function inOrder(
  who: string,
  place: string,
  model: KerasObject,
  layers: readonly KerasObject[],
): readonly KerasObject[] {
  if (model.class_name === 'Sequential') return layers;
  const config = requireConfig(who, place, model);
  const [first, last] = [config.input_layers, config.output_layers].map((ends, which) =>
    onlyEnd(who, place, ends, which === 0 ? 'input' : 'output'),
  );
  const fedBy = new Map<string, KerasObject>();
  const byName = new Map<string, KerasObject>();
  for (const [index, layer] of layers.entries()) {
    const name = typeof layer.name === 'string' ? layer.name : nameOf(layer, index);
    byName.set(name, layer);
    const source = sourceOf(who, name, layer.inbound_nodes);
    if (source === null) {
      if (name === first) continue;
      throw notAChain(who, `layer "${name}" is fed by no other layer`);
    }
    if (fedBy.has(source)) throw notAChain(who, `layer "${source}" feeds more than one other`);
    fedBy.set(source, { ...layer, name });
  }
  const start = byName.get(first);
  if (start === undefined) throw new DataError(`${who}: ${place} has no layer "${first}".`);
  const order = [start];
  let name = first;
  for (;;) {
    const next = fedBy.get(name);
    if (next === undefined || name === last) break;
    order.push(next);
    name = next.name as string;
    if (order.length > layers.length) throw notAChain(who, `layer "${name}" feeds itself`);
  }
  if (name !== last || order.length !== layers.length) {
    throw notAChain(who, `no way through all of its layers leads from "${first}" to "${last}"`);
  }
  return order;
}

/** The one layer that a model begins or ends with: `["dense", 0, 0]`, or a list of one such. */
function onlyEnd(who: string, place: string, ends: unknown, which: string): string {
  const list = Array.isArray(ends) && typeof ends[0] === 'string' ? [ends] : ends;
  if (Array.isArray(list) && list.length === 1 && Array.isArray(list[0])) {
    const [name, , tensor = 0] = list[0];
    if (typeof name === 'string' && tensor === 0) return name;
  }
  throw new UnsupportedError(
    `${who}: ${place} must have exactly one ${which}, got ${show(ends)}. Tsuno opens models whose layers follow one another.`,
  );
}

/** The name of the layer that feeds this one; null for an input. */
function sourceOf(who: string, name: string, nodes: unknown): string | null {
  if (!Array.isArray(nodes)) {
    throw new DataError(
      `${who}: layer "${name}" must have a list of inbound_nodes, got ${show(nodes)}.`,
    );
  }
  if (nodes.length === 0) return null;
  if (nodes.length > 1) throw notAChain(who, `layer "${name}" is called ${nodes.length} times`);
  const [node] = nodes;
  const [inputs, options] = isPlainObject(node) ? [node.args, node.kwargs] : legacyNode(node);
  const set = isPlainObject(options)
    ? Object.entries(options).find(([, value]) => value !== null)
    : undefined;
  if (set !== undefined) {
    throw new UnsupportedError(
      `${who}: layer "${name}" is called with ${set[0]}: ${show(set[1])}, which Tsuno cannot do.`,
    );
  }
  const [input] = Array.isArray(inputs) && inputs.length === 1 ? inputs : [];
  const history = isKerasObject(input) && isPlainObject(input.config) && input.config.keras_history;
  if (Array.isArray(history) && typeof history[0] === 'string' && history[2] === 0) {
    return history[0];
  }
  throw notAChain(who, `layer "${name}" is fed by ${show(inputs)}, not by the output of one layer`);
}

/** Keras 2: `[["dense", 0, 0, {}]]`, or without the outer list. */
function legacyNode(node: unknown): readonly [unknown, unknown] {
  const list = Array.isArray(node) && typeof node[0] === 'string' ? [node] : node;
  if (!Array.isArray(list) || list.length !== 1 || !Array.isArray(list[0])) return [list, {}];
  const [keras_history, kwargs] = [list[0].slice(0, 3), list[0][3]];
  return [[{ class_name: '__keras_tensor__', config: { keras_history } }], kwargs];
}

function notAChain(who: string, why: string): UnsupportedError {
  return new UnsupportedError(
    `${who}: the model is no chain of layers: ${why}. Tsuno opens models whose layers follow one another.`,
  );
}
