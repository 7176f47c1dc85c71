import type { DescriptionJson } from '@tsuno/core';
import type { SequentialJson } from '@tsuno/models';
import { layerGroups, type NestedGroups } from '../hdf5/layer-groups.ts';
import type { Hdf5Reader } from '../hdf5/read-hdf5.ts';

/**
 * A definition with what its Normalizations have adapted themselves to: for Keras these are weights, which its config
 * leaves out; here they are options.
 */
export function withAdapted(
  definition: SequentialJson,
  file: Hdf5Reader,
  nested: NestedGroups,
): SequentialJson {
  const { layers } = definition.config;
  const shown = layers.filter(({ kind }) => kind !== 'Input');
  const groups = layerGroups(
    shown.map(({ kind }) => kind),
    nested,
  );
  const adapted = (layer: DescriptionJson): DescriptionJson => {
    if (layer.kind !== 'Normalization' || layer.config.mean != null) return layer;
    const group = groups[shown.indexOf(layer)];
    const [mean, variance] = [0, 1].map((index) => file.numbers(`${group}/${index}`));
    if (mean == null || variance == null) return layer;
    return {
      ...layer,
      config: { ...layer.config, mean: [...mean.values], variance: [...variance.values] },
    };
  };
  return { ...definition, config: { ...definition.config, layers: layers.map(adapted) } };
}
