import { type Description, type DescriptionJson, isDescription, type Registry } from '@tsuno/core';

/**
 * The description that `json` describes, with stand-ins for kinds that are not in the vocabulary: a model can be written
 * without the factories of one's own that it was made with.
 */
export function liveDescription(registry: Registry, json: DescriptionJson): Description {
  const { type, kind, config } = json as Description;
  const namespace = registry[type] ?? {};
  const factory = isVocabulary(registry, json) ? namespace[kind] : undefined;
  const stub = { ...json, standsIn: () => {} };
  if (typeof factory !== 'function') return stub as unknown as Description;
  const live = (value: unknown): unknown => {
    if (isDescription(value)) return liveDescription(registry, value);
    return Array.isArray(value) ? value.map(live) : value;
  };
  const options = Object.entries(config).map(([option, value]) => [option, live(value)]);
  return factory(Object.fromEntries(options));
}

/** Whether a kind is one of ours, and not one of the user's. */
export function isVocabulary({ custom = {}, ...registry }: Registry, json: DescriptionJson) {
  const namespace = registry[json.type as Description['type']] ?? {};
  return Object.hasOwn(namespace, json.kind) && !Object.hasOwn(custom, json.kind);
}
