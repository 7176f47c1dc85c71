import { DataError, declareOptions, OptionError, option, UnsupportedError } from '@tsuno/core';
import type { ModelSnapshot, Opening, SavedModel } from '@tsuno/models';
import { requireFiniteWeights } from './finite.ts';
import type { FileFormat, Reading } from './format.ts';
import { FORMATS } from './formats.ts';
import { matchWeights } from './match-weights.ts';
import { openSource, openTarget } from './places/places.ts';

const SAVE = {
  /** False refuses to take the place of a file that is there. */
  overwrite: option.boolean(true),
};

const BUDGET = {
  /** Bytes of a file, unpacked. */
  maxBytes: option.whole('[1, ∞)', 2 ** 32),
  /** Layers of a model. */
  maxLayers: option.whole('[1, ∞)', 10_000),
  /** Takes weights that are NaN or infinite. */
  allowNonFinite: option.boolean(false),
};

const LOAD = {
  /** Factories of one's own: `compile` has checked them. */
  custom: option.optional(option.kind<unknown>({ takes: 'an object', read: (given) => given })),
  /** False leaves the model as it was before `compile`. */
  compile: option.boolean(true),
  ...BUDGET,
};

const LOAD_WEIGHTS = {
  byName: option.boolean(false),
  skipMismatch: option.boolean(false),
  ...BUDGET,
};

/** By the interfaces that say the same to callers: the reference shows the defaults. */
export const FILE_OPTIONS = {
  SaveOptions: SAVE,
  LoadModelOptions: LOAD,
  LoadWeightsOptions: LOAD_WEIGHTS,
};

/** Writes a whole model. */
export async function save(model: SavedModel, target: unknown, options: unknown): Promise<void> {
  const { config } = declareOptions('save', SAVE).read([options]);
  const place = openTarget('save', target);
  const whole = formatOfModel(place.fileName);
  await place.write(await whole.write('save', model, place.fileName), config);
}

/** Whether `save` or `saveWeights` would take this target. */
export function requireSavable(target: unknown, holding: 'model' | 'weights'): void {
  if (holding === 'model') formatOfModel(openTarget('save', target).fileName);
  else formatOfWeights(openTarget('saveWeights', target).fileName);
}

/** Writes a model's weights. */
export async function saveWeights(
  model: SavedModel,
  target: unknown,
  options: unknown,
): Promise<void> {
  const { config } = declareOptions('saveWeights', SAVE).read([options]);
  const place = openTarget('saveWeights', target);
  const write = formatOfWeights(place.fileName);
  await place.write(await write('saveWeights', model, place.fileName), config);
}

/** Reads a whole model. */
export async function load(
  source: unknown,
  options: unknown,
  opening: Opening,
): Promise<ModelSnapshot> {
  const { config } = declareOptions('loadModel', LOAD).read([options]);
  const reading = {
    who: 'loadModel',
    source: await openSource('loadModel', source),
    budget: config,
    compile: config.compile,
  };
  const { name, model } = await formatOf(reading);
  if (model === undefined) {
    throw new OptionError(
      `loadModel: ${reading.source.name} is ${name}, which holds weights alone. Make the model, and call its loadWeights.`,
    );
  }
  const snapshot = await readSteadily(reading, () => model.read(reading, opening));
  requireFiniteWeights(reading, snapshot.weights);
  if (config.compile) return snapshot;
  const definition = { ...snapshot.definition, compileConfig: null };
  return { ...snapshot, definition, optimizer: null };
}

/** Reads weights for a model that is there. */
export async function loadWeights(
  source: unknown,
  options: unknown,
  model: SavedModel,
): Promise<ModelSnapshot> {
  const { config } = declareOptions('loadWeights', LOAD_WEIGHTS).read([options]);
  const who = 'loadWeights';
  const { byName } = config;
  const reading = { who, source: await openSource(who, source), budget: config, byName };
  const { name, weights } = await formatOf(reading);
  if (weights === undefined) {
    throw new UnsupportedError(
      `loadWeights: ${reading.source.name} is ${name}, from which whole models are read. Use loadModel.`,
    );
  }
  const file = await readSteadily(reading, () => weights.read(reading, model.layout));
  for (const layer of file.layers) requireFiniteWeights(reading, layer.weights, layer.name);
  return matchWeights(reading, model, file, config);
}

/** @throws OptionError for an ending that no format has; UnsupportedError for a format of weights. */
function formatOfModel(fileName: string) {
  const { name, model } = formatNamed('save', fileName);
  if (model !== undefined) return model;
  throw new UnsupportedError(
    `save: ${name} holds weights alone. Use saveWeights, or an ending of ${endings('model')}.`,
  );
}

/** @throws OptionError for an ending that no format has; UnsupportedError for a format of models. */
function formatOfWeights(fileName: string) {
  const { name, weights } = formatNamed('saveWeights', fileName);
  if (weights?.write !== undefined) return weights.write;
  throw new UnsupportedError(
    `saveWeights: ${name} holds whole models. Use save, or an ending of ${endings('weights')}.`,
  );
}

/** @throws OptionError for an ending that no format has. */
function formatNamed(who: string, fileName: string): FileFormat {
  const format = byEnding(fileName);
  if (format !== undefined) return format;
  throw new OptionError(
    `${who}: the ending of "${fileName}" says no format. Endings are ${endings()}.`,
  );
}

/** The format by the name's ending; without a name, or with another ending, by how the bytes begin. */
async function formatOf({ who, source, budget }: Reading): Promise<FileFormat> {
  const named = source.fileName === null ? undefined : byEnding(source.fileName);
  if (named !== undefined) return named;
  const bytes = await source.bytes(budget.maxBytes);
  const format = FORMATS.find((each) => each.begins(bytes));
  if (format !== undefined) return format;
  throw new DataError(
    `${who}: ${source.name} is not a model file. Formats are ${FORMATS.map(({ name, ending }) => `${name} (${ending})`).join(', ')}.`,
  );
}

/** A file that is exchanged again and again is no longer waited for. */
const MOST_READINGS = 5;

/** Reads once more when another file has taken the place of this one, because what it named may be gone with it. */
async function readSteadily<T>({ source }: Reading, read: () => Promise<T>): Promise<T> {
  for (let times = 1; ; times++) {
    const before = await source.identity?.();
    try {
      return await read();
    } catch (error) {
      const isExchanged = (await source.identity?.()) !== before;
      if (!isExchanged || times === MOST_READINGS) throw error;
    }
  }
}

function byEnding(fileName: string): FileFormat | undefined {
  // The longest ending first: `.weights.h5` before `.h5`.
  return FORMATS.toSorted((a, b) => b.ending.length - a.ending.length).find(({ ending }) =>
    fileName.toLowerCase().endsWith(ending),
  );
}

function endings(holding?: 'model' | 'weights'): string {
  return FORMATS.filter((format) => holding === undefined || format[holding])
    .map(({ ending }) => ending)
    .join(', ');
}
