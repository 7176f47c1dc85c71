import {
  type Config,
  type Description,
  type DescriptionJson,
  isDescription,
  type Metric,
  type Option,
  type Registry,
  toConfigJson,
} from '@tsuno/core';
import { decodeDescription } from './decode-description.ts';
import { type Deviation, deviationOf } from './deviations.ts';
import { type KerasObject, MODULES } from './keras-object.ts';
import { camelCase, plainName, snakeKey } from './key-names.ts';
import { isVocabulary, liveDescription } from './live-description.ts';
import { PythonFloat } from './python-json.ts';
import { sameJson } from './same-json.ts';

/** How Keras's JSON is written. */
export interface Encoding {
  /** What errors begin with: `save`. */
  readonly who: string;
  readonly registry: Registry;
  /** Whether the model's outputs are logits, as its loss takes them: metrics follow it. */
  readonly isLogits?: boolean;
}

/** What is written for options, and which descriptions the written objects came from. */
type Written = Map<unknown, Description>;

/**
 * A description as Keras writes it. What Keras's config cannot hold stands beside it, under `tsuno`; what Keras cannot
 * compute is written as a kind of ours, which Keras refuses by its name, unless its `custom_objects` have it.
 */
export function encodeDescription(encoding: Encoding, json: DescriptionJson): KerasObject {
  if (!isVocabulary(encoding.registry, json)) return encodeOwn(encoding, json);
  const given = liveDescription(encoding.registry, json);
  const deviation = deviationOf(given.type, given.kind);
  if (deviation.own?.(given.config) || given.options === undefined)
    return encodeOwn(encoding, json);
  const live = (encoding.isLogits && (given as Metric).forLogits) || given;
  const written: Written = new Map();
  const object = {
    module: MODULES[live.type],
    class_name: deviation.className ?? live.kind,
    config: encodeConfig(encoding, live, deviation, written),
    registered_name: null,
  };
  return withTheRest(encoding, object, given, written);
}

function encodeConfig(
  encoding: Encoding,
  { type, config, options = {} }: Description,
  { keys = {}, only = {}, adds = {}, absent = {}, ...deviation }: Deviation,
  written: Written,
): Config {
  const { unwritten = [], withheld = [], write = (same) => same } = deviation;
  const encoded: Record<string, unknown> = {};
  // Keras's order: the name first, and what all layers have.
  if (config.name !== undefined) encoded.name = config.name;
  if (type === 'layer' && !deviation.className) encoded.trainable = true;
  Object.assign(encoded, adds);
  for (const [name, option] of Object.entries(options)) {
    if (withheld.includes(name) || (name === 'name' && config.name === undefined)) continue;
    const value = config[name] ?? absent[name] ?? null;
    if (unwritten.includes(name) && sameJson(value, option.preset ?? null)) continue;
    encoded[keys[name] ?? snakeKey(name)] = encodeValue(encoding, value, option, written);
  }
  for (const [key, values] of Object.entries(only)) encoded[key] = values[0];
  return write(encoded);
}

function encodeValue(
  encoding: Encoding,
  value: unknown,
  option: Option | undefined,
  written: Written,
): unknown {
  if (isDescription(value)) {
    const object =
      value.type === 'activation'
        ? encodeActivation(encoding, value)
        : encodeDescription(encoding, toConfigJson(value));
    if (typeof object !== 'string') written.set(object, value);
    return object;
  }
  if (Array.isArray(value))
    return value.map((each) => encodeValue(encoding, each, option, written));
  return typeof value === 'number' && option?.isFloat ? new PythonFloat(value) : value;
}

/** A function's name, where it has its defaults; with options a layer of its name, where there is one. */
function encodeActivation(encoding: Encoding, activation: Description): string | KerasObject {
  const { registry } = encoding;
  const json = toConfigJson(activation);
  if (isVocabulary(registry, json)) {
    if (sameJson(json.config, defaultsOf(registry, json))) return snakeKey(json.kind);
    const layer = Object.keys(registry.layer ?? {}).find(
      (name) => /^[A-Z]/.test(name) && plainName(name) === plainName(json.kind),
    );
    if (layer !== undefined) {
      return encodeDescription(encoding, { type: 'layer', kind: layer, config: json.config });
    }
  }
  return encodeOwn(encoding, json);
}

/** What an activation's options are when none is given; null where some must be. */
function defaultsOf(registry: Registry, { type, kind }: DescriptionJson): Config | null {
  try {
    return toConfigJson(liveDescription(registry, { type, kind, config: {} })).config;
  } catch {
    return null;
  }
}

/** A kind of one's own, or one that Keras has not, with its options in snake case. */
function encodeOwn(encoding: Encoding, { kind, config }: DescriptionJson): KerasObject {
  const entries = Object.entries(config);
  const returns = (option: string) => camelCase(snakeKey(option)) === option;
  const apart = entries.filter(([option]) => !returns(option));
  return {
    module: 'tsuno',
    class_name: kind,
    config: Object.fromEntries(
      entries
        .filter(([option]) => returns(option))
        .map(([option, value]) => [
          snakeKey(option),
          encodeValue(encoding, value, undefined, new Map()),
        ]),
    ),
    registered_name: `tsuno>${kind}`,
    ...(apart.length > 0 && { tsuno: Object.fromEntries(apart) }),
  };
}

/** With the options that would not come back as they were. */
function withTheRest(
  { who, registry }: Encoding,
  object: KerasObject,
  given: Description,
  made: Written,
): KerasObject {
  const decoding = { who, registry, isLegacy: false, made };
  const back = toConfigJson(decodeDescription(decoding, object, given.type, given.kind)).config;
  const config = toConfigJson(given).config;
  const names = [...new Set([...Object.keys(config), ...Object.keys(back)])];
  const lost = names.filter((name) => !sameJson(config[name] ?? null, back[name] ?? null));
  if (lost.length === 0) return object;
  return { ...object, tsuno: Object.fromEntries(lost.map((name) => [name, config[name] ?? null])) };
}
