import {
  type Layer,
  OptionError,
  type PlannedLayer,
  type Shape,
  showShape,
  sizeOf,
  snakeCase,
} from '@tsuno/core';
import { requireBudget, requireExampleShape } from './budget.ts';

/**
 * The names of the layers, in order: their own, or the kind in snake case with a counter, as in Keras: `dense`,
 * `dense_1`. Counted inside one model, so names do not depend on what else a program has made.
 *
 * @throws OptionError when two layers have the same name.
 */
export function nameLayers(layers: readonly Layer[]): readonly string[] {
  const taken = new Set<string>();
  for (const { name } of layers) {
    if (name === undefined) continue;
    if (taken.has(name)) {
      throw new OptionError(
        `Sequential: two layers are named "${name}". Names must be unique in a model; leave one out and it is counted.`,
      );
    }
    taken.add(name);
  }
  const counts = new Map<string, number>();
  return layers.map(({ kind, name }) => {
    if (name !== undefined) return name;
    const stem = snakeCase(kind);
    for (;;) {
      const count = counts.get(stem) ?? 0;
      counts.set(stem, count + 1);
      const candidate = count === 0 ? stem : `${stem}_${count}`;
      if (!taken.has(candidate)) {
        taken.add(candidate);
        return candidate;
      }
    }
  });
}

/**
 * Walks the shape of one example through the layers.
 *
 * @throws UnsupportedError for more weights, or larger examples, than there is memory for.
 */
export function planLayers(layers: readonly Layer[], input: Shape): readonly PlannedLayer[] {
  const names = nameLayers(layers);
  let shape = input;
  let total = 0;
  requireExampleShape('the model', input);
  return layers.map((layer, index) => {
    const name = names[index];
    const who = `layer "${name}" (${layer.kind})`;
    const { output, weights } = layer.plan(shape, who);
    requireExampleShape(who, output, shape);
    const own = weights.reduce((sum, spec) => sum + sizeOf(spec.shape), 0);
    total += own;
    const before = total === own ? '' : ', with the layers before it,';
    requireBudget(
      `${who} on examples of shape ${showShape(shape)} has${before} weights of`,
      total,
      'Use fewer units, or make its input smaller.',
    );
    const planned = Object.freeze({ layer, name, input: shape, output, weights });
    shape = output;
    return planned;
  });
}
