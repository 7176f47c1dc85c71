import {
  isDescription,
  type Layer,
  type Namespace,
  OptionError,
  plainObjectHint,
  show,
} from '@tsuno/core';
import { nameLayers } from './plan-layers.ts';

/**
 * The layers of a model, frozen. `known` are the factories that a message may name.
 *
 * @throws OptionError for things that are no layers, for an `Input` that is not the first, and for a name that comes twice.
 */
export function checkedLayers(layers: unknown, known: Namespace): readonly Layer[] {
  if (!Array.isArray(layers)) {
    const hint = isDescription(layers, 'layer')
      ? ' Put all layers into one list: Sequential([first, second]).'
      : plainObjectHint(layers);
    throw new OptionError(`Sequential: expected a list of layers, got ${show(layers)}.${hint}`);
  }
  const list = Array.from(layers, (layer, index) => requireLayer(layer, index, layers, known));
  nameLayers(list);
  return Object.freeze(list);
}

function requireLayer(
  layer: unknown,
  index: number,
  layers: readonly unknown[],
  known: Namespace,
): Layer {
  if (!isDescription(layer, 'layer')) {
    // By the name of its export: bundlers change a function's own.
    const name = Object.entries(known).find(([, factory]) => factory === layer)?.[0];
    const shown = name === undefined ? show(layer) : `the factory ${name}`;
    const hint = name === undefined ? plainObjectHint(layer) : ` Call it: ${name}({ … }).`;
    throw new OptionError(`Sequential: layer ${index} is ${shown}, which is no layer.${hint}`);
  }
  if (typeof (layer as Layer).plan !== 'function' || typeof (layer as Layer).call !== 'function') {
    throw new OptionError(
      `Sequential: layer ${index}, ${show(layer)}, has no plan and call. defineLayer makes a layer; Sequential.fromJSON reads JSON.`,
    );
  }
  if ((layer as Layer).inputShape === undefined || index === 0) return layer as Layer;
  const isSecond = (layers[0] as Layer).inputShape !== undefined;
  throw new OptionError(
    isSecond
      ? `Sequential: layer ${index} is a second Input; a model has one, in front.`
      : `Sequential: layer ${index} is an Input, which must come first.`,
  );
}
