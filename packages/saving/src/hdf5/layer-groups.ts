import { snakeCase } from '@tsuno/core';

/**
 * Where Keras keeps each layer's variables: `layers/dense/vars`, `layers/dense_1/vars`, counted for each kind over all
 * layers, those without variables as well. Layers' names are not in it, since they are made up anew for every model.
 */
export function layerGroups(kinds: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return kinds.map((kind) => {
    const stem = snakeCase(kind);
    const count = counts.get(stem) ?? 0;
    counts.set(stem, count + 1);
    return `layers/${count === 0 ? stem : `${stem}_${count}`}/vars`;
  });
}
