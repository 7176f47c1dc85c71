import { DataError, type Optimizer, sameShape, showShape } from '@tsuno/core';
import type { LayerLayout, ModelLayout, NamedOptimizerState } from '@tsuno/models';
import type { FileLayer, FileWeight, FileWeights, Reading } from '../format.ts';
import { layerGroups, type NestedGroups } from './layer-groups.ts';
import { ordersOfVariables, trainedWeights } from './optimizer-variables.ts';
import type { Hdf5Name, Hdf5Reader } from './read-hdf5.ts';
import type { Hdf5Numbers } from './read-numbers.ts';
import { MOST_STEPS, progressAfter } from './rebuilt-progress.ts';

/** A group has at most so many variables more than are looked for: enough to say what is wrong. */
const FURTHER = 64;

/** What a `model.weights.h5` holds for such a model; `nested` says where those lie that stood in models within it. */
export function fileWeights(
  reading: Reading,
  file: Hdf5Reader,
  layout: ModelLayout,
  nested: NestedGroups = new Map(),
): FileWeights {
  const name = { who: reading.who, file: reading.source.name };
  return {
    isOrdered: true,
    isAligned: true,
    layers: readLayers(reading, file, layout, nested),
    optimizer: readOptimizer(name, file, layout),
  };
}

/**
 * The layers in the model's order, each from where Keras keeps it; one that the file lacks has no weights. Behind them
 * those that the file has besides.
 */
function readLayers(
  { who, source, budget: { maxLayers }, byName = false }: Reading,
  file: Hdf5Reader,
  { layers }: ModelLayout,
  nested: NestedGroups,
): readonly FileLayer[] {
  const groups = layerGroups(
    layers.map(({ kind }) => kind),
    nested,
  );
  const known = new Set(groups);
  const outer = file.names('layers').map((group) => `layers/${group}/vars`);
  const further = [...new Set([...outer, ...nested.values()])];
  if (further.length > maxLayers) {
    throw new DataError(
      `${who}: ${source.name} has ${further.length} layers. More than ${maxLayers} are read with the option maxLayers.`,
    );
  }
  return [
    ...layers.map((layer, index) => readLayer(file, groups[index], byName, layer)),
    ...further.filter((group) => !known.has(group)).map((group) => readLayer(file, group, byName)),
  ];
}

function readLayer(
  file: Hdf5Reader,
  group: string,
  byName: boolean,
  layout?: LayerLayout,
): FileLayer {
  const { name = group.split('/').at(-2) ?? group, weights = [] } = layout ?? {};
  // What a Normalization has adapted itself to are variables there, and options here.
  const isAdapted = layout?.kind === 'Normalization';
  const variables = isAdapted ? [] : readVariables(file, group, weights.length + FURTHER);
  return {
    name: (byName ? file.word(group, 'name') : null) ?? name,
    weights: variables.map(
      ({ shape, values }, order): FileWeight => ({
        name: weights[order]?.name ?? null,
        shape,
        values,
      }),
    ),
  };
}

function readVariables(file: Hdf5Reader, group: string, most: number): readonly Hdf5Numbers[] {
  const variables: Hdf5Numbers[] = [];
  while (variables.length < most) {
    const next = file.numbers(`${group}/${variables.length}`);
    if (next === null) break;
    variables.push(next);
  }
  return variables;
}

/**
 * The optimizer's state; null where the file has none, or one that has not begun.
 *
 * @throws DataError for variables of another optimizer, or for other weights.
 */
function readOptimizer(
  { who, file: name }: Hdf5Name,
  file: Hdf5Reader,
  layout: ModelLayout,
): NamedOptimizerState | null {
  const { optimizer } = layout;
  if (optimizer === null || !file.hasGroup('optimizer/vars')) return null;
  const weights = trainedWeights(layout);
  const orders = ordersOfVariables(optimizer, weights);
  const variables = readVariables(file, 'optimizer/vars', orders[0].length + FURTHER);
  const begin = orders[0].filter(({ is }) => is === 'iteration' || is === 'learningRate');
  const hasMore = orders[0].length > begin.length;
  // What Keras writes of an optimizer that was never used.
  if (variables.length === 0 || (hasMore && variables.length === begin.length)) return null;
  const order = orders.find(
    (each) =>
      each.length === variables.length &&
      each.every((variable, index) =>
        sameShape(variable.is === 'slot' ? variable.shape : [], variables[index].shape),
      ),
  );
  if (order === undefined) {
    const shown = (shapes: readonly (readonly number[])[]) => shapes.map(showShape).join(', ');
    throw new DataError(
      `${who}: ${optimizer.kind} keeps ${orders[0].length} variables for this model (${shown(orders[0].map((each) => (each.is === 'slot' ? each.shape : [])))}), but ${name} holds ${variables.length} (${shown(variables.map(({ shape }) => shape))}).`,
    );
  }
  const calls = variables[0].first;
  if (!Number.isSafeInteger(calls) || calls < 0 || calls > MOST_STEPS) {
    throw new DataError(
      `${who}: the optimizer in ${name} has made ${calls} steps; expected a whole number up to ${MOST_STEPS}.`,
    );
  }
  if (calls === 0) return null;
  const slots: Record<string, Record<string, Float32Array>> = Object.fromEntries(
    weights.map(({ path }) => [path, {}]),
  );
  for (const [index, variable] of order.entries()) {
    if (variable.is === 'slot') slots[variable.path][variable.slot] = variables[index].values;
  }
  const at = order.findIndex(({ is }) => is === 'learningRate');
  const rate = at < 0 ? null : rateFrom(optimizer, variables[at].first);
  if (rate !== null && !(rate >= 0)) {
    throw new DataError(`${who}: the optimizer in ${name} has the learning rate ${rate}.`);
  }
  return { ...progressAfter(optimizer, calls, rate), slots };
}

/** Keras keeps the rate as a float32: that of an optimizer with the rate 0.001 is 0.001. */
function rateFrom({ learningRate }: Optimizer, kept: number): number {
  return typeof learningRate === 'number' && Math.fround(learningRate) === kept
    ? learningRate
    : kept;
}
