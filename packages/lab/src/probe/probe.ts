import {
  type Callback,
  type Optimizer,
  OptionError,
  type Run,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  requireWhole,
  StateError,
  show,
} from '@tsuno/core';
import { readScalars } from '../explain/read-scalars.ts';
import { type Model, requireModel } from '../model.ts';
import { firstRate } from '../step-in-doubles.ts';
import { type Measured, measureStep } from './measure-step.ts';
import { ownMeasure } from './own-measure.ts';
import {
  allParameters,
  findParameter,
  type Parameter,
  type ParameterName,
  type WeightPlace,
  weightPlaces,
} from './weight-places.ts';

/** What an optimizer did with one parameter, step by step. */
export interface ParameterTrack {
  /** `w₁` … `b` for a single unit, `dense/kernel[0, 3]` otherwise. */
  readonly label: string;
  /** The rate of its own, α_j; null where the optimizer has no such rate. */
  readonly rate: readonly (number | null)[];
  /** |m̂|/√v̂ from 0 (oscillates) to 1 (keeps moving the same way); null without averages. */
  readonly agreement: readonly (number | null)[];
  /** Δw. */
  readonly step: readonly number[];
  /** w after the step. */
  readonly value: readonly number[];
}

/**
 * The same for all numbers of a weight: for each step one value for each quantile. Numbers that never had a gradient (a
 * pixel that is always black) have accumulators of exactly 0 and a rate that moves nothing: they are left out.
 */
export interface WeightTrack {
  readonly label: string;
  readonly size: number;
  readonly rate: readonly (readonly number[] | null)[];
  readonly agreement: readonly (readonly number[] | null)[];
  /** Of |Δw|; of all numbers where all would be left out. */
  readonly step: readonly (readonly number[])[];
  /** At each step, how many of the numbers are left out. None where the optimizer accumulates nothing, or not from 0 on. */
  readonly leftOut: readonly number[];
}

/** What a probe has recorded. Plain data. */
export interface Recording {
  readonly kind: 'probe';
  readonly optimizer: string;
  readonly learningRate: number;
  /** α_j in letters, and what it multiplies (g, or an accumulator); null where the rule has no such rate. */
  readonly formula: string | null;
  readonly multiplies: string | null;
  readonly quantiles: readonly number[];
  /** The optimizer's iterations at which something was recorded, counted from 1. */
  readonly steps: readonly number[];
  readonly parameters: readonly ParameterTrack[];
  readonly weights: readonly WeightTrack[];
}

/** A callback that records, and what it has recorded so far. */
export interface Probe extends Callback {
  recording(): Recording;
}

export interface ProbeOptions {
  /** Which numbers to follow. Otherwise all of them where they are at most 32, and else quantiles for each weight. */
  readonly parameters?: readonly ParameterName[];
  /** Records every so many batches, beginning with the first. */
  readonly every?: number;
  /** For each weight, the values below which these shares lie; none where `parameters` are given. */
  readonly quantiles?: readonly number[];
}

/** So many parameters still make a table. */
const FEW = 32;

/**
 * Records what an optimizer really does with each parameter while a model is fitted: the rate of its own, α_j, that
 * Adam makes from α and the sizes of its gradients; how much these agree in direction, |m̂_j|/√v̂_j in [0, 1] (a gradient
 * that has just grown can exceed 1, and counts as 1); and the step Δw_j. For a unit with ten inputs these are the
 * lecture's α₁ … α₁₁.
 *
 * A batch that is recorded reads all weights twice and the optimizer's state once, out of the engine's memory; batches
 * in between cost what any callback costs, and without a probe there is nothing.
 *
 * @throws OptionError for a parameter that there is not, and when the model is not compiled; StateError when it watches
 * another model than its own, or its own after `compile` was called again.
 * @example
 * import { lab, layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: optimizers.Adam(), loss: losses.MeanSquaredError() });
 * const probe = lab.probe(model);
 * await model.fit([[1, 100], [2, -50]], [1, 2], { epochs: 5, verbose: 0, callbacks: [probe] });
 * const { parameters } = probe.recording();
 * console.assert(parameters.map(({ label }) => label).join() === 'w₁,w₂,b');
 * console.assert(Math.abs(Math.abs(parameters[1].step[0]) - 0.001) < 1e-6); // |Δw| ≈ α at first
 */
export function probe(model: Model, options: ProbeOptions = {}): Probe {
  requireNamedOptions('probe', [options]);
  const {
    parameters,
    every = 1,
    quantiles = parameters === undefined ? [0.1, 0.5, 0.9] : [],
    ...unknown
  } = options;
  refuseUnknownOptions('probe', unknown, ['parameters', 'every', 'quantiles']);
  requireModel('probe', model);
  requireWhole('probe', { every }, 1);
  requireLists({ parameters, quantiles });
  const optimizer = model.compileOptions?.optimizer as Optimizer | undefined;
  if (optimizer === undefined) {
    throw new OptionError('probe: the model is not compiled, so there is no optimizer to watch.');
  }
  const reading = readScalars(optimizer);
  const { formula, multiplies } = ownMeasure(
    optimizer,
    reading,
    1,
    firstRate(optimizer),
    optimizer.advance(optimizer.carry, 1),
  );
  const taken: Measured[] = [];
  let places: readonly WeightPlace[] = [];
  let followed: readonly Parameter[] = [];
  let batches = 0;
  let before: readonly Float32Array[] | null = null;
  const begin = () => {
    places = weightPlaces(model);
    const count = places.reduce(
      (sum, { size, trainedAt }) => sum + (trainedAt === null ? 0 : size),
      0,
    );
    followed =
      parameters?.map((name) => findParameter('probe', model, places, name)) ??
      (count <= FEW ? allParameters(places) : []);
  };
  if (model.built) begin();
  return {
    onTrainBegin(_logs, run: Run) {
      requireOwnRun(model, run);
      const iterations = run.model.optimizerState?.iterations ?? 0;
      const isAnew = iterations < (taken[taken.length - 1]?.step ?? 0);
      if (isAnew || model.compileOptions?.optimizer !== optimizer) {
        throw new StateError(
          'probe: the model was compiled anew since the probe was made, so the optimizer is another one. Make a new probe: lab.probe(model).',
        );
      }
      begin();
    },
    onTrainBatchBegin(_batch, _logs, run: Run) {
      if (batches % every === 0) before = run.model.weights;
    },
    onTrainBatchEnd(_batch, _logs, run: Run) {
      batches += 1;
      const state = run.model.optimizerState;
      if (before === null || state === null) return;
      // Where gradients are accumulated, most batches make no update.
      const isUpdate = state.iterations > (taken[taken.length - 1]?.step ?? 0);
      if (!isUpdate) return;
      const weights = { before, after: run.model.weights };
      before = null;
      taken.push(measureStep({ optimizer, reading, state, weights, places, followed, quantiles }));
    },
    recording: () => ({
      kind: 'probe',
      optimizer: optimizer.kind,
      learningRate: firstRate(optimizer),
      formula,
      multiplies,
      quantiles,
      steps: taken.map(({ step }) => step),
      parameters: followed.map(({ label }, index) => {
        const track = taken.map((each) => each.parameters[index]);
        return {
          label,
          rate: track.map(({ rate }) => rate),
          agreement: track.map(({ agreement }) => agreement),
          step: track.map(({ step }) => step),
          value: track.map(({ value }) => value),
        };
      }),
      weights: places
        .filter(({ trainedAt }) => trainedAt !== null && quantiles.length > 0)
        .map(({ layer, weight, size }, index) => {
          const track = taken.map((each) => each.weights[index]);
          return {
            label: `${layer}/${weight}`,
            size,
            rate: track.map(({ rate }) => rate),
            agreement: track.map(({ agreement }) => agreement),
            step: track.map(({ step }) => step),
            leftOut: track.map(({ leftOut }) => leftOut),
          };
        }),
    }),
  };
}

function requireLists({ parameters, quantiles }: Pick<ProbeOptions, 'parameters' | 'quantiles'>) {
  if (parameters !== undefined && !(Array.isArray(parameters) && parameters.length > 0)) {
    throw new OptionError(
      `probe: parameters must be a list such as [{ layer: 0, index: [0, 0] }], got ${show(parameters)}.`,
    );
  }
  if (!Array.isArray(quantiles)) {
    throw new OptionError(
      `probe: quantiles must be a list such as [0.1, 0.5, 0.9], got ${show(quantiles)}.`,
    );
  }
  for (const share of quantiles) requireInterval('probe', { quantiles: share }, '[0, 1]');
}

/** @throws StateError for a run of another model. */
function requireOwnRun(model: Model, run: Run): void {
  if (run.model.is(model)) return;
  throw new StateError(
    `probe: this probe was made for another model than the one that is fitted (${show(run.model.name)}). Make one for it: lab.probe(model).`,
  );
}
