import { OptionError, refuseUnknownOptions, requireInterval, StateError, show } from '@tsuno/core';
import type { ArrayLikeData } from '@tsuno/models';
import { gradientsOf } from '../explain/gradients-of.ts';
import { type Model, requireModel } from '../model.ts';
import { findParameter, type ParameterName, weightPlaces } from '../probe/weight-places.ts';
import { readWeights } from '../weights.ts';
import { type Point, type Surface, surface, type View } from './surface.ts';

export interface ParameterSliceOptions {
  /** Compiled and built. Its weights are as they were after every call. */
  readonly model: Model;
  readonly x: ArrayLikeData;
  readonly y: ArrayLikeData;
  /** The two numbers that vary; all others stay. */
  readonly parameters: readonly [ParameterName, ParameterName];
  /** How far to both sides of their values now the view reaches; or the view itself. */
  readonly radius?: number;
  readonly view?: View;
}

/**
 * How far apart the differences are that stand for a gradient, relative to the view: weights and losses are float32, so
 * nearer ones would be lost in rounding.
 */
const DIFFERENCE = 5e-3;

/**
 * The loss of a model as a function of two of its numbers, the others left as they are: a surface to trace paths on.
 * It is the loss that `evaluate` gives. Where layers behave differently in training (BatchNormalization, Dropout,
 * GaussianNoise), its gradient is taken by differences.
 *
 * @throws OptionError for parameters that there are not, and for the same twice; StateError for a model that is not compiled or built.
 * @example
 * import { lab, layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [1] }), layers.Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: 'sgd', loss: losses.MeanSquaredError() });
 * const slice = lab.functions.parameterSlice({
 *   model,
 *   x: [[0], [1], [2]],
 *   y: [1, 3, 5],
 *   parameters: [{ layer: 0, index: [0, 0] }, { layer: 0, weight: 'bias', index: [0] }],
 *   view: { x: [-2, 6], y: [-3, 5] },
 * });
 * const { paths } = await lab.tracePaths({
 *   surface: slice,
 *   start: [-1, -2],
 *   steps: 40,
 *   grid: 5,
 *   optimizers: { SGD: optimizers.SGD({ learningRate: 0.2 }) },
 * });
 * console.assert(paths[0].end.value < 0.1);
 */
export function parameterSlice({
  model,
  x,
  y,
  parameters,
  radius = 3,
  view,
  ...unknown
}: ParameterSliceOptions): Surface {
  const who = 'parameterSlice';
  refuseUnknownOptions(who, unknown, ['model', 'x', 'y', 'parameters', 'radius', 'view']);
  requireInterval(who, { radius }, '(0, ∞)');
  requireModel(who, model);
  if (!Array.isArray(parameters) || parameters.length !== 2) {
    throw new OptionError(`${who}: parameters must be two, got ${show(parameters)}.`);
  }
  if (!model.built || model.compileOptions === null) {
    throw new StateError(
      `${who}: the model is not ${model.built ? 'compiled, so it has no loss. Call compile' : 'built, so it has no weights. Build or fit it'} first.`,
    );
  }
  const places = weightPlaces(model);
  const found = parameters.map((name) => findParameter(who, model, places, name));
  const [a, b] = found;
  if (a.place === b.place && a.offset === b.offset) {
    throw new OptionError(
      `${who}: parameters must be two different ones, but both are ${a.label}. They span the plane.`,
    );
  }
  const center = found.map(({ place, offset }) => readWeights(model)[place.at][offset]);
  const around = (value: number) => [value - radius, value + radius] as const;
  /** Does something while the two numbers are at this point. */
  const at = async <T>(w1: number, w2: number, act: () => T | Promise<T>): Promise<T> => {
    const kept = readWeights(model);
    const moved = kept.map((values) => values.slice());
    moved[a.place.at][a.offset] = w1;
    moved[b.place.at][b.offset] = w2;
    model.setWeights(moved);
    try {
      return await act();
    } finally {
      model.setWeights(kept);
    }
  };
  const gradient = (w1: number, w2: number) =>
    at(w1, w2, (): Point => {
      const gradients = gradientsOf(who, model, x, y);
      const of = ({ place, offset }: typeof a) =>
        gradients[place.trainedAt as number].values[offset];
      return [of(a), of(b)];
    });
  return surface({
    name: `loss of ${model.name}`,
    formula: `the loss over ${a.label} and ${b.label}`,
    labels: [a.label, b.label],
    view: view ?? { x: around(center[0]), y: around(center[1]) },
    value: (w1, w2) =>
      at(w1, w2, async () => {
        const { loss } = await model.evaluate(x, y, {
          verbose: 0,
          returnDict: true,
          batchSize: 500,
        });
        return loss;
      }),
    difference: DIFFERENCE,
    gradient: differsInTraining(model) ? undefined : gradient,
  });
}

/** Whether a model is another function in training than in `evaluate`, so that the gradients of one are not the other's. */
function differsInTraining(model: Model): boolean {
  return model.layers.some(({ layer }) => layer.differsInTraining);
}
