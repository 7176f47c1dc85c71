import { DataError, isPlainObject, show, UnsupportedError } from '@tsuno/core';
import { groupNames } from '../hdf5/layer-groups.ts';
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
  /** Where Keras keeps its variables in a weights file: `layers/sequential/layers/dense_1/vars`. */
  readonly group: string;
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
  who: string,
  model: KerasObject,
  maxLayers: number,
): readonly ChainedLayer[] {
  const chain: ChainedLayer[] = [];
  const taken = new Set<string>();
  const walk = (object: KerasObject, within: readonly string[], outer: string, frozen: boolean) => {
    const isFrozen = frozen || isFrozenModel(object);
    const place = within.length === 0 ? 'the model' : `the model "${within.join('/')}"`;
    const layers = layersOf(who, place, object, maxLayers - chain.length);
    const groups = groupNames(layers.map(({ class_name }) => class_name));
    for (const index of inOrder(who, place, object, layers)) {
      const layer = layers[index];
      const name = nameOf(layer, index);
      const group = `${outer}layers/${groups[index]}/`;
      if (isModel(layer)) {
        walk(layer, [...within, name], group, isFrozen);
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
      chain.push({ name, object: layer, within, isFrozen, group: `${group}vars` });
    }
  };
  walk(model, [], '', false);
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

/** In a Functional model its name stands beside the layer's config too, and connections go by that. */
function nameOf({ name, config, class_name }: KerasObject, index: number): string {
  const own = isPlainObject(config) ? config.name : undefined;
  const found = name ?? own;
  return typeof found === 'string' ? found : `${class_name.toLowerCase()}_${index}`;
}

/** The places of a model's layers in its list, from the input to the output. */
function inOrder(
  who: string,
  place: string,
  model: KerasObject,
  layers: readonly KerasObject[],
): readonly number[] {
  if (model.class_name === 'Sequential') return layers.map((_, index) => index);
  const config = requireConfig(who, place, model);
  const first = onlyEnd(who, place, config.input_layers, 'input');
  const last = onlyEnd(who, place, config.output_layers, 'output');
  const names = layers.map(nameOf);
  const fedBy = new Map<string, number>();
  for (const [index, { inbound_nodes }] of layers.entries()) {
    const name = names[index];
    const source = sourceOf(who, name, inbound_nodes);
    if (source === null && name === first) continue;
    if (source === null) throw notAChain(who, `layer "${name}" is fed by no other layer`);
    if (name === first) throw notAChain(who, `its input "${name}" is fed by layer "${source}"`);
    if (fedBy.has(source)) throw notAChain(who, `layer "${source}" feeds more than one other`);
    fedBy.set(source, index);
  }
  const order = [names.indexOf(first)];
  // Each layer is fed by one other and feeds one at most, and the first by none: none comes twice.
  while (order.length < layers.length) {
    const next = fedBy.get(names[order[order.length - 1]]);
    if (next === undefined) break;
    order.push(next);
  }
  const ends = names[order[order.length - 1]];
  if (order[0] >= 0 && ends === last && order.length === layers.length) return order;
  throw notAChain(who, `no way through all of its layers leads from "${first}" to "${last}"`);
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
    ? Object.entries(options).find(
        // Written for random layers, whatever the model does when it trains.
        ([option, value]) => value !== null && !(option === 'training' && value === false),
      )
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
