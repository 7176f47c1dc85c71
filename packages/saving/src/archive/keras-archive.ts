import { DataError, isPlainObject, show, UnsupportedError } from '@tsuno/core';
import type {
  ModelLayout,
  ModelSnapshot,
  NamedOptimizerState,
  NamedWeight,
  Opening,
  SavedModel,
  WeightLayout,
} from '@tsuno/models';
import { brief } from '../brief.ts';
import type { FileFormat, FileWeights, Reading } from '../format.ts';
import type { NestedGroups } from '../hdf5/layer-groups.ts';
import { readHdf5 } from '../hdf5/read-hdf5.ts';
import { fileWeights } from '../hdf5/read-weights.ts';
import { writeWeights } from '../hdf5/write-weights.ts';
import { parseJson } from '../json/parse-json.ts';
import { fromKerasJson, kerasLayerGroups } from '../keras/from-keras-json.ts';
import { kerasJsonText } from '../keras/to-keras-json.ts';
import { matchWeights } from '../match-weights.ts';
import type { NamedBytes } from '../places/place.ts';
import { withAdapted } from './adapted.ts';
import { OWN_JSON, ownJson, readOwnJson } from './own-json.ts';
import { readArchive } from './read-archive.ts';
import { writeStored } from './write-stored.ts';

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const WEIGHTS = 'model.weights.h5';

/** The version whose files ours are like, and a date that is always the same: so is the file then. */
const METADATA_JSON = { keras_version: '3.15.1', date_saved: '1980-01-01@00:00:00' };

/** Keras 3's archive: a model with weights and optimizer state. */
export const KERAS_ARCHIVE: FileFormat = {
  name: 'a Keras archive',
  ending: '.keras',
  begins: (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4,
  model: { write, read },
  weights: { read: readWeights },
};

async function write(
  who: string,
  model: SavedModel,
  fileName: string,
): Promise<readonly NamedBytes[]> {
  const { snapshot, registry } = model;
  const weights = await writeWeights(model);
  const text = (name: string, content: string) => ({
    name,
    bytes: new TextEncoder().encode(content),
  });
  const members = [
    text(METADATA, JSON.stringify(METADATA_JSON)),
    text(CONFIG, kerasJsonText(snapshot.definition, { who, registry })),
    { name: WEIGHTS, bytes: weights },
    text(OWN_JSON, ownJson(snapshot, weights)),
  ];
  return [{ name: fileName, bytes: writeStored(who, members) }];
}

async function read(reading: Reading, opening: Opening): Promise<ModelSnapshot> {
  const { who, source, budget, compile } = reading;
  const members = await membersOf(reading, [METADATA, CONFIG, WEIGHTS, OWN_JSON]);
  const config = parseJson(who, `${CONFIG} in ${source.name}`, required(reading, members, CONFIG));
  const { registry } = opening;
  const { maxLayers } = budget;
  const kerasVersion = versionOf(reading, members.get(METADATA));
  const written = fromKerasJson(config, { who, registry, maxLayers, compile, kerasVersion });
  const nested = kerasLayerGroups(config, { who, maxLayers });
  const weights = required(reading, members, WEIGHTS);
  const name = { who, file: source.name };
  const { definition, layout, file } = await readHdf5(name, weights, (hdf5) => {
    const adapted = withAdapted(written, hdf5, nested);
    const places = opening.layoutOf(adapted);
    const file = fileWeights(reading, hdf5, places, nested);
    return { definition: adapted, layout: places, file };
  });
  const own = members.get(OWN_JSON);
  const numbers = own === undefined ? null : readOwnJson(who, source.name, own, weights);
  const blank: ModelSnapshot = {
    definition,
    weights: layout.layers.flatMap(({ weights: all }) => all.map(withoutValues)),
    optimizer: null,
    epochsTrained: numbers?.epochsTrained ?? 0,
    randomSeed: numbers?.randomSeed ?? null,
  };
  const model = { snapshot: blank, layout, registry };
  const whole = matchWeights(reading, model, file, { byName: false, skipMismatch: false });
  const optimizer = numbers === null ? file.optimizer : exact(file.optimizer, numbers.optimizer);
  return { ...whole, optimizer };
}

/** The weights of a model in an archive, for one that is there. */
async function readWeights(reading: Reading, layout: ModelLayout): Promise<FileWeights> {
  const members = await membersOf(reading, [CONFIG, WEIGHTS]);
  const nested = nestedIn(reading, required(reading, members, CONFIG));
  const name = { who: reading.who, file: reading.source.name };
  return readHdf5(name, required(reading, members, WEIGHTS), (hdf5) =>
    fileWeights(reading, hdf5, layout, nested),
  );
}

/** Weights are also taken from models that cannot be opened as a whole: from where flat ones have them. */
function nestedIn({ who, source, budget }: Reading, config: Uint8Array): NestedGroups {
  const { maxLayers } = budget;
  try {
    return kerasLayerGroups(parseJson(who, `${CONFIG} in ${source.name}`, config), {
      who,
      maxLayers,
    });
  } catch (error) {
    if (error instanceof UnsupportedError) return new Map();
    throw error;
  }
}

/** Who wrote the archive: some names mean something else in Keras 2. An archive need not say it. */
function versionOf({ who, source }: Reading, metadata: Uint8Array | undefined): string | undefined {
  if (metadata === undefined) return undefined;
  const what = `${METADATA} in ${source.name}`;
  const json = parseJson(who, what, metadata);
  const version = isPlainObject(json) ? json.keras_version : json;
  if (typeof version === 'string' || version === undefined) return version;
  throw new DataError(
    `${who}: ${what} must have a version such as "3.15.1" as its keras_version, got ${brief(show(version))}.`,
  );
}

async function membersOf({ who, source, budget }: Reading, names: readonly string[]) {
  const bytes = await source.bytes(budget.maxBytes);
  return readArchive({ who, file: source.name, bytes, maxBytes: budget.maxBytes }, names);
}

function required(
  { who, source }: Reading,
  members: ReadonlyMap<string, Uint8Array>,
  name: string,
): Uint8Array {
  const member = members.get(name);
  if (member !== undefined) return member;
  throw new DataError(`${who}: ${source.name} is no Keras archive: it holds no ${name}.`);
}

const withoutValues = ({ path, shape, trainable }: WeightLayout): NamedWeight => ({
  path,
  shape,
  trainable,
  values: new Float32Array(0),
});

/** The accumulators of the one with the rate and the products of the other. */
function exact(
  state: NamedOptimizerState | null,
  progress: Omit<NamedOptimizerState, 'slots'> | null,
): NamedOptimizerState | null {
  return state && progress && { ...progress, slots: state.slots };
}
