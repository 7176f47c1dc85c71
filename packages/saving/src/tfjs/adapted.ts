import type { DescriptionJson } from '@tsuno/core';
import type { SequentialJson } from '@tsuno/models';
import type { ManifestTensor } from './manifest.ts';

/** What a Normalization of Keras 2 counted as weights; how many examples it has seen means nothing for what it does. */
const KEPT = ['mean', 'variance', 'count'];

/**
 * A definition with what its Normalizations have adapted themselves to, and the tensors that are weights: here mean and
 * variance are options. Keras 2 gives them no layer's name where there is one such layer.
 */
export function withAdapted(definition: SequentialJson, tensors: readonly ManifestTensor[]) {
  const { layers } = definition.config;
  const open = layers.filter(({ kind, config }) => kind === 'Normalization' && config.mean == null);
  const taken = new Set<ManifestTensor>();
  const adapted = (layer: DescriptionJson): DescriptionJson => {
    if (!open.includes(layer)) return layer;
    const [mean, variance] = KEPT.map((name) => {
      const own = tensors.filter((tensor) => tensor.name.endsWith(`${layer.config.name}/${name}`));
      const bare = tensors.filter((tensor) => tensor.name === name && open.length === 1);
      for (const tensor of [...own, ...bare]) taken.add(tensor);
      return [...own, ...bare][0];
    });
    if (mean === undefined || variance === undefined) return layer;
    const options = { mean: [...mean.values], variance: [...variance.values] };
    return { ...layer, config: { ...layer.config, ...options } };
  };
  const config = { ...definition.config, layers: layers.map(adapted) };
  return {
    definition: { ...definition, config },
    weights: tensors.filter((tensor) => !taken.has(tensor)),
  };
}
