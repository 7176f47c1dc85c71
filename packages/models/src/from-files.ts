import { DataError, type DescriptionJson, show } from '@tsuno/core';
import type { SequentialJson } from './sequential-json.ts';

/** A definition from a file that lives in this place: one that shares no memory has one thread. */
export function forThisPlace(definition: SequentialJson): SequentialJson {
  const { compileConfig } = definition;
  if (!asksForThreads(definition) || compileConfig === null) return definition;
  return { ...definition, compileConfig: { ...compileConfig, threads: 1 } };
}

/** Says what {@link forThisPlace} has changed. */
export function tellThisPlace(who: string, definition: SequentialJson): void {
  if (!asksForThreads(definition)) return;
  console.info(
    `${who}: the model was compiled with threads: ${show(definition.compileConfig?.threads)}, which need SharedArrayBuffer; this page has none, so it goes on with one thread, to the same numbers.`,
  );
}

const asksForThreads = ({ compileConfig }: SequentialJson) =>
  typeof SharedArrayBuffer === 'undefined' && (compileConfig?.threads ?? 1) > 1;

/** What patterns are made of that can be checked: no groups, no counts, no references. */
const PLAIN = /^[\w/.^$*+?[\]|-]*$/;

/** Comparisons of characters, at most: about a second. */
const MOST_STEPS = 1e8;

/** Weights of a layer, and characters of a weight's name, at most. */
const WEIGHTS = 8;
const WEIGHT_NAME = 30;

/**
 * Refuses patterns of a file (`excludeFromWeightDecay`) that could take long, which `fit` would run. Without groups, a
 * pattern of m characters with q quantifiers takes at most m·nᑫ⁺¹ comparisons for a path of n characters.
 *
 * @throws DataError with the pattern.
 */
export function requireQuickPatterns(who: string, { config, compileConfig }: SequentialJson): void {
  const given = compileConfig?.optimizer?.config?.excludeFromWeightDecay;
  const patterns = (Array.isArray(given) ? given : []).filter((each) => typeof each === 'string');
  if (patterns.length === 0 || !Array.isArray(config.layers)) return;
  const layers: readonly DescriptionJson[] = config.layers;
  const lengths = layers.map(({ config: { name } }) =>
    typeof name === 'string' ? name.length : 0,
  );
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0) + WEIGHT_NAME;
  let steps = 0;
  for (const pattern of patterns) {
    const quantifiers = pattern.replace(/[^*+?]/g, '').length;
    steps += pattern.length * longest ** (quantifiers + 1) * layers.length * WEIGHTS;
    if (PLAIN.test(pattern) && steps <= MOST_STEPS) continue;
    throw new DataError(
      `${who}: the file's optimizer has the pattern ${show(pattern.slice(0, 80))} in excludeFromWeightDecay, which could take too long on this model's names. From files, letters, digits and _ / - . ^ $ [ ] | are taken, and few of * + ?. Open it with { compile: false }, and compile it with patterns of your own.`,
    );
  }
}
