import { snakeCase } from '@tsuno/core';

/**
 * What Keras calls the groups of a model's layers: `dense`, `dense_1`, counted for each class over all layers, those
 * without variables as well. Layers' own names are not in it, since they are made up anew for every model.
 */
export function groupNames(classNames: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return classNames.map((className) => {
    const stem = snakeCase(className);
    const count = counts.get(stem) ?? 0;
    counts.set(stem, count + 1);
    return count === 0 ? stem : `${stem}_${count}`;
  });
}

/**
 * Where layers of models within a model have their variables, by where they would have them in a flat one:
 * `layers/dense_1/vars` → `layers/sequential/layers/dense/vars`.
 */
export type NestedGroups = ReadonlyMap<string, string>;

/** Where Keras keeps the variables of each layer: `layers/dense_1/vars`, or deeper in a file of nested models. */
export function layerGroups(
  kinds: readonly string[],
  nested: NestedGroups = new Map(),
): readonly string[] {
  return groupNames(kinds).map((name) => {
    const group = `layers/${name}/vars`;
    return nested.get(group) ?? group;
  });
}
