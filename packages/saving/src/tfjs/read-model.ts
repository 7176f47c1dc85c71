import { DataError, isPlainObject, sameShape, showShape, UnsupportedError } from '@tsuno/core';
import type {
  ModelLayout,
  ModelSnapshot,
  NamedOptimizerState,
  NamedWeight,
  Opening,
} from '@tsuno/models';
import { brief, briefList } from '../brief.ts';
import type { FileLayer, FileWeights, Reading } from '../format.ts';
import { parseJson } from '../json/parse-json.ts';
import { fromKerasJson } from '../keras/from-keras-json.ts';
import { withAdapted } from './adapted.ts';
import { type ManifestTensor, readManifest } from './manifest.ts';
import { readOptimizerTensors, trainedWeights, writtenAsTheyAre } from './optimizer-tensors.ts';
import { type OwnPart, ownPartOf } from './own-part.ts';
import { readTraining } from './read-training.ts';
import { readShards } from './shards.ts';

/** What a `model.json` holds, with the numbers of all of its files. */
interface ModelFile {
  readonly json: Readonly<Record<string, unknown>>;
  readonly own: OwnPart | null;
  readonly weights: readonly ManifestTensor[];
  /** The optimizer's, in TensorFlow.js's order. */
  readonly optimizer: readonly ManifestTensor[];
  /** The optimizer's that only we have written. */
  readonly slots: readonly ManifestTensor[];
}

/** The whole model. */
export async function readModel(reading: Reading, opening: Opening): Promise<ModelSnapshot> {
  const file = await readFiles(reading);
  const { own } = file;
  const { compile = true } = reading;
  const { definition, weights } =
    own === null
      ? withAdapted(definitionOf(reading, file, opening), file.weights)
      : {
          definition: compile ? own.definition : { ...own.definition, compileConfig: null },
          weights: file.weights,
        };
  requireFewLayers(reading, definition);
  const layout = opening.layoutOf(definition);
  return {
    definition,
    weights: weightsOf(reading, layout, weights),
    optimizer:
      own === null
        ? readOptimizerTensors(reading, file.optimizer, layout)
        : ownOptimizer(reading, own, layout, file),
    epochsTrained: own?.epochsTrained ?? 0,
    randomSeed: own?.randomSeed ?? null,
  };
}

/** The weights alone, in the order of the model's layers. */
export async function readWeights(reading: Reading): Promise<FileWeights> {
  const { json, weights } = await readFiles(reading);
  const layers = new Map<string, FileLayer['weights'][number][]>();
  for (const { name, shape, values } of weights) {
    const parts = name.split('/');
    const layer = parts.at(-2) ?? '';
    const own = layers.get(layer) ?? [];
    own.push({ name: parts.at(-1) ?? null, shape, values });
    layers.set(layer, own);
  }
  // TensorFlow.js writes what is not trained last, and with it frozen layers.
  const order = [...layerNames(json.modelTopology)];
  const isOrdered = [...layers.keys()].every((name) => order.includes(name));
  const sorted = [...layers].map(([name, own]) => ({ name, weights: own }));
  if (isOrdered) sorted.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return { layers: sorted, isOrdered, optimizer: null };
}

async function readFiles(reading: Reading): Promise<ModelFile> {
  const { who, source, budget } = reading;
  const given = parseJson(who, source.name, await source.bytes(budget.maxBytes));
  if (!isPlainObject(given) || !('modelTopology' in given || 'format' in given)) {
    throw new DataError(
      `${who}: ${source.name} is no model of TensorFlow.js: it has no modelTopology.`,
    );
  }
  const { format = 'layers-model', modelTopology: topology } = given;
  if (format === 'graph-model' || (isPlainObject(topology) && 'node' in topology)) {
    throw new UnsupportedError(
      `${who}: ${source.name} is a graph model of TensorFlow.js: operations without layers, which cannot be trained. Convert the Keras model itself (tensorflowjs_converter --output_format tfjs_layers_model), or open its .keras file.`,
    );
  }
  if (format !== 'layers-model') {
    throw new UnsupportedError(
      `${who}: ${source.name} is of the format ${brief(String(format))}; models of TensorFlow.js that are read are layers-model.`,
    );
  }
  const own = ownPartOf(who, source.name, given);
  const manifest = readManifest(who, 'weightsManifest', given.weightsManifest ?? []);
  const further = own === null ? [] : readManifest(who, 'slotsManifest', own.slotsManifest);
  const checksums = own === null ? null : new Map(Object.entries(own.files));
  const tensors = await readShards(reading, manifest, checksums);
  return {
    json: given,
    own,
    weights: tensors.filter(({ group }) => group !== 'optimizer'),
    optimizer: tensors.filter(({ group }) => group === 'optimizer'),
    slots: await readShards(reading, further, checksums),
  };
}

/** The definition of a model that TensorFlow.js or its converter has written. */
function definitionOf(
  { who, budget, compile = true }: Reading,
  { json }: ModelFile,
  opening: Opening,
) {
  const { modelTopology: topology, trainingConfig } = json;
  const isWrapped = isPlainObject(topology) && 'model_config' in topology;
  const wrapped = isWrapped ? topology : { model_config: topology };
  // The converter keeps Keras's own words about the training; TensorFlow.js has words of its own.
  const training = compile ? readTraining(who, trainingConfig) : null;
  return fromKerasJson(training === null ? wrapped : { ...wrapped, training_config: training }, {
    who,
    registry: opening.registry,
    compile,
    maxLayers: budget.maxLayers,
  });
}

function requireFewLayers(
  { who, source, budget }: Reading,
  { config }: ModelSnapshot['definition'],
) {
  const { layers } = config;
  if (Array.isArray(layers) && layers.length <= budget.maxLayers) return;
  throw new DataError(
    `${who}: ${source.name} has more than ${budget.maxLayers} layers. The option maxLayers allows more.`,
  );
}

/** The layers' weights by their names; by their order where all names are others and all shapes fit. */
function weightsOf(
  { who, source }: Reading,
  { layers }: ModelLayout,
  tensors: readonly ManifestTensor[],
): readonly NamedWeight[] {
  const wanted = layers.flatMap(({ weights }) => weights);
  const byName = namesOf(tensors);
  const named = wanted.map(({ path }) => byName.get(path) ?? undefined);
  const found = named.every((tensor) => tensor === undefined) ? tensors : named;
  if (tensors.length !== wanted.length) {
    throw new DataError(
      `${who}: the model has ${wanted.length} weights (${briefList(wanted.map(({ path }) => path))}), but ${source.name} holds ${tensors.length} (${briefList(tensors.map(({ name }) => name))}).`,
    );
  }
  return wanted.map(({ path, shape, trainable }, index) => {
    const tensor = found[index];
    if (tensor !== undefined && sameShape(tensor.shape, shape)) {
      return { path, shape, trainable, values: tensor.values };
    }
    throw new DataError(
      `${who}: ${source.name} holds no ${path} of shape ${showShape(shape)}${tensor === undefined ? '' : `: it is ${showShape(tensor.shape)} there`}.`,
    );
  });
}

/** `model/dense/kernel` → `dense/kernel`. */
const shortName = (name: string) => name.split('/').slice(-2).join('/');

/** Tensors by their names, and without the names of models before them, as long as only one can be meant. */
function namesOf(tensors: readonly ManifestTensor[]) {
  const names = new Map<string, ManifestTensor | null>();
  for (const tensor of tensors) {
    const short = shortName(tensor.name);
    if (short !== tensor.name) names.set(short, names.has(short) ? null : tensor);
  }
  for (const tensor of tensors) names.set(tensor.name, tensor);
  return names;
}

/** The state as we have left it. */
function ownOptimizer(
  { who, source }: Reading,
  { optimizer, definition }: OwnPart,
  layout: ModelLayout,
  { optimizer: theirs, slots: ours }: ModelFile,
): NamedOptimizerState | null {
  const description = definition.compileConfig?.optimizer;
  if (optimizer === null || description === undefined) return null;
  const asTheyAre = theirs.length === 0 ? new Map() : writtenAsTheyAre(description);
  const values = new Map([...theirs, ...ours].map((tensor) => [tensor.name, tensor.values]));
  const slots = trainedWeights(layout).map(({ path }) => {
    const own = ours
      .filter(({ name }) => name.startsWith(`${path}/`))
      .map(({ name, values: numbers }) => [name.slice(path.length + 1), numbers] as const);
    const shared = [...asTheyAre].map(
      ([slot, name]) => [slot, values.get(`${path}/${name}`)] as const,
    );
    return [path, Object.fromEntries([...shared, ...own])] as const;
  });
  if (!isPlainObject(optimizer)) {
    throw new DataError(`${who}: ${source.name} holds no optimizer's state that can be read.`);
  }
  return { ...optimizer, slots: Object.fromEntries(slots) };
}

/** The names of all layers in a topology, in models within it too. */
function* layerNames(topology: unknown): Generator<string> {
  const outer = isPlainObject(topology) ? (topology.model_config ?? topology) : {};
  const { config, name } = outer as Readonly<Record<string, unknown>>;
  const own = isPlainObject(config) ? (config.name ?? name) : name;
  const layers = isPlainObject(config) ? config.layers : config;
  if (Array.isArray(layers)) for (const layer of layers) yield* layerNames(layer);
  else if (typeof own === 'string') yield own;
}
