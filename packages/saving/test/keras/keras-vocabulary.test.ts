import { type Description, type Option, toConfigJson } from '@tsuno/core';
import {
  allOf,
  type Case,
  EXPORTS,
  GOLDENS,
  inFloat32,
  jsonOf,
  make,
  registry,
} from '../../../testing/src/keras-files.ts';
import { decodeDescription } from '../../src/keras/decode-description.ts';
import { deviationOf } from '../../src/keras/deviations.ts';
import { encodeDescription } from '../../src/keras/encode-description.ts';
import type { KerasObject } from '../../src/keras/keras-object.ts';
import { snakeKey } from '../../src/keras/key-names.ts';
import { pythonJson } from '../../src/keras/python-json.ts';

const decoding = { who: 'test', registry, isLegacy: false };
const encoding = { who: 'test', registry };

/** Kinds that Keras has not. */
const NOT_IN_KERAS = ['optimizer AdaBelief'];
/** Options that Keras does not have, or that this version of it does not write: they are lost. */
const lostBy = ({ type, kind }: Case, { config }: KerasObject): readonly string[] => {
  const { unwritten = [], withheld = [] } = deviationOf(type, kind);
  return [...unwritten, ...withheld].filter((option) => !(snakeKey(option) in (config as object)));
};

const decoded = (json: KerasObject, type: Case['type'], version = '3') => {
  const isLegacy = version.startsWith('2.');
  return toConfigJson(decodeDescription({ ...decoding, isLegacy }, json, type, 'it'));
};

/** Keras 2's hard_sigmoid is another function, and refused. */
const isRefused = (keras: string, { activation }: Case) =>
  keras.startsWith('2.') && activation === 'hard_sigmoid';

const titled = GOLDENS.flatMap(({ keras, objects }) =>
  objects
    .filter((each) => !isRefused(keras, each.case))
    .map((each) => [`${each.case.type} ${JSON.stringify(each.case)}`, keras, each] as const),
);

/** Names that neither side was given are each one's own. */
function withoutPresetName(json: object, given: Case): object {
  if ('name' in given) return json;
  const { name: _, ...config } = (json as { config: Record<string, unknown> }).config;
  return { ...json, config };
}

describe.each(titled)('%s, as Keras %s writes it', (_title, version, { case: given, json }) => {
  it('is read as our description', () => {
    const wanted = jsonOf(given);
    const config: Record<string, unknown> = { ...wanted.config, ...ofOldKeras(version, given) };
    const presets = make(given).options as Readonly<Record<string, Option>>;
    for (const option of lostBy(given, json)) config[option] = presets[option]?.preset;
    for (const option of Object.keys(config))
      if (config[option] === undefined) delete config[option];
    const { absent = {} } = deviationOf(given.type, given.kind);
    expect(inFloat32(withoutPresetName(decoded(json, given.type, version), given))).toEqual(
      inFloat32(withoutPresetName({ ...wanted, config: { ...absent, ...config } }, given)),
    );
  });
});

/** RMSprop once had a default of its own. */
function ofOldKeras(version: string, { kind, useEma }: Case): Record<string, unknown> {
  const isOldRMSprop = kind === 'RMSprop' && /^(2|3[.]0)[.]/.test(version) && !useEma;
  return isOldRMSprop ? { emaOverwriteFrequency: 100 } : {};
}

const newest = GOLDENS[0].objects.map((each) => [JSON.stringify(each.case), each] as const);

describe.each(newest)('%s', (_title, { case: given, json }) => {
  it('is written as Keras writes it', () => {
    const written = JSON.parse(pythonJson(encodeDescription(encoding, jsonOf(given))));
    delete written.tsuno;
    for (const option of lostBy(given, json)) {
      delete written.config[snakeKey(option)];
    }
    expect(inFloat32(withoutPresetName(written, given))).toEqual(
      inFloat32(withoutPresetName(asWeWrite(json, given), given)),
    );
  });
});

/** Keras's JSON with what we write on purpose otherwise. */
function asWeWrite(json: KerasObject, given: Case): KerasObject {
  const config = structuredClone(json.config) as Record<string, unknown>;
  // The label of a schedule says nothing, and Keras has one ready.
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const { class_name, module, config: inner } = value as KerasObject;
    if (class_name === '__tensor__') return (inner as { value: unknown }).value;
    const rest = Object.entries(value).map(([key, part]) => [key, walk(part)] as const);
    const walked = Object.fromEntries(rest) as Record<string, unknown>;
    const named = walked.config as { name?: unknown } | undefined;
    if (module === 'keras.optimizers.schedules') delete named?.name;
    if (module === 'keras.layers') delete named?.name;
    return walked;
  };
  if (given.type === 'schedule') delete config.name;
  const written = { ...json, config: walk(config) as Record<string, unknown> };
  // Sample weights count as they are.
  if (/IoU$/.test(given.kind)) written.config.dtype = 'float32';
  return written;
}

it.each(EXPORTS)('%s %s goes through Keras’s JSON whole', (type, kind) => {
  const cases = GOLDENS[0].objects.map((each) => each.case);
  for (const one of cases.filter((each) => each.type === type && each.kind === kind)) {
    const json = jsonOf(one);
    const written = JSON.parse(pythonJson(encodeDescription(encoding, json)));
    expect(decoded(written, type)).toEqual(json);
  }
});

describe('The golden cases', () => {
  const everything = GOLDENS[0].objects.map((each) => make(each.case));
  const described = everything.flatMap((each) => allOf(toConfigJson(each)));

  it.each(EXPORTS)('have the %s %s', (type, kind) => {
    const found = described.some((each) => each.type === type && each.kind === kind);
    expect(found || NOT_IN_KERAS.includes(`${type} ${kind}`) || kind === 'threshold').toBe(true);
  });

  it.each(EXPORTS.filter(([type]) => type !== 'activation'))(
    'have every option of the %s %s at another value than its default',
    (type, kind) => {
      if (NOT_IN_KERAS.includes(`${type} ${kind}`)) return;
      const own = everything.filter((each) => each.type === type && each.kind === kind);
      const { withheld = [] } = deviationOf(type, kind);
      const untried = Object.entries(own[0]?.options ?? {})
        .filter(([option]) => !withheld.includes(option) && option !== 'batchShape')
        .filter(([option, { preset }]) => !own.some((each) => isOther(each, option, preset)))
        .map(([option]) => option);
      expect(untried).toEqual([]);
    },
  );
});

/** Whether an option has another value than its preset, which may be a name of a description. */
function isOther({ config }: Description, option: string, preset: unknown): boolean {
  const value = config[option];
  if (typeof preset === 'string' && typeof value === 'object') {
    const { kind } = value as Description;
    return snakeKey(kind).replace(/^_/, '') !== preset;
  }
  return JSON.stringify(value ?? null) !== JSON.stringify(preset ?? null);
}
