import {
  type DescriptionJson,
  isDescription,
  type Layer,
  type Registry,
  type Shape,
} from '@tsuno/core';
import type { SequentialJson } from '@tsuno/models';
import { encodeCompile } from './compile-config.ts';
import { deviationOf, slashless } from './deviations.ts';
import { type Encoding, encodeDescription } from './encode-description.ts';
import { isVocabulary, liveDescription } from './live-description.ts';
import { pythonJson } from './python-json.ts';

/**
 * A model's definition as the text of the `config.json` in a Keras archive: what Keras 3 writes for the same model.
 *
 * What Keras does not know of (seed, engine, threads) stands beside the rest, under `tsuno`, where Keras does not look.
 */
export function kerasJsonText(
  definition: SequentialJson,
  options: { readonly who?: string; readonly registry: Registry },
): string {
  return pythonJson(encodeModel(definition, { who: 'save', ...options }));
}

/** The same as a plain object, in which 1.0 is 1. */
export function toKerasJson(
  definition: SequentialJson,
  options: { readonly who?: string; readonly registry: Registry },
): Readonly<Record<string, unknown>> {
  return JSON.parse(kerasJsonText(definition, options));
}

function encodeModel({ config, compileConfig }: SequentialJson, encoding: Encoding) {
  const { name, seed, layers, inputShape } = config;
  const build = inputShape && [null, ...inputShape];
  const { jitCompile = 'auto', threads = 1 } = compileConfig ?? {};
  const beside = {
    ...(slashless(name) !== name && { name }),
    ...(seed !== null && { seed }),
    ...(jitCompile !== 'auto' && { jitCompile }),
    ...(threads !== 1 && { threads }),
  };
  return {
    module: 'keras',
    class_name: 'Sequential',
    config: {
      name: slashless(name),
      trainable: true,
      ...deviationOf('layer', 'Sequential').adds,
      layers: encodeLayers(encoding, layers, inputShape),
      ...(build && { build_input_shape: build }),
    },
    registered_name: null,
    ...(build && { build_config: { input_shape: build } }),
    ...(compileConfig && { compile_config: encodeCompile(encoding, compileConfig) }),
    ...(Object.keys(beside).length > 0 && { tsuno: beside }),
  };
}

/** Each layer with the shape that it is built for, as far as that is known: beyond a layer of the user's it is not. */
function encodeLayers(
  encoding: Encoding,
  layers: readonly DescriptionJson[],
  inputShape: Shape | null,
) {
  const { registry } = encoding;
  let shape = inputShape;
  return layers.map((json) => {
    const object = encodeDescription(encoding, json);
    const isKnown = isVocabulary(registry, json) && !hasStranger(registry, json);
    const input = shape;
    const layer = isKnown && input ? (liveDescription(registry, json) as Layer) : null;
    shape = layer && input && layer.plan(input, json.kind).output;
    if (input === null || json.kind === 'Input') return object;
    return { ...object, build_config: { input_shape: [null, ...input] } };
  });
}

/** Whether an option is of a kind of the user's. */
function hasStranger(registry: Registry, { config }: DescriptionJson): boolean {
  return Object.values(config)
    .flat()
    .some((value) => isDescription(value) && !isVocabulary(registry, value));
}
