import {
  type Callback,
  OptionError,
  refuseFurther,
  refuseUnknownOptions,
  requireNamedOptions,
  show,
} from '@tsuno/core';
import type { ArrayLikeData, History } from '@tsuno/models';
import type { TrainingRun } from '../compare/training-run.ts';
import { lostSince, watchDivergence } from '../compare/watch-divergence.ts';
import type { Model } from '../model.ts';
import type { Finding, LayerMeasure } from './finding.ts';
import { areGone, layerFindings } from './layer-findings.ts';
import { measureLayers, outputPlace } from './measure-layers.ts';
import { outputFindings } from './output-findings.ts';
import { plateauOf, type RunSoFar, rateFindings } from './rate-findings.ts';

/** What stands out of a model and its run. Plain data; no findings is good news. */
export interface Diagnosis {
  readonly kind: 'diagnosis';
  readonly findings: readonly Finding[];
  /** What was measured of each layer; none without a model and examples. */
  readonly layers: readonly LayerMeasure[];
}

export interface DiagnoseOptions {
  /** The model, compiled; its layers are looked at with `x` and `y`. */
  readonly model?: Model;
  /** Some hundred examples are enough. */
  readonly x?: ArrayLikeData;
  readonly y?: ArrayLikeData;
  /** The run: what `fit` returned, a run of a comparison, or a `watch` that is listening. */
  readonly run?: History | TrainingRun | Watch;
}

/**
 * Says in plain words what goes wrong in a training, with the numbers that show it: a learning rate too small or too
 * large, divergence and since when, saturated sigmoid and dead relu units, vanishing gradients, and a loss that does not
 * go with the last layer.
 *
 * @throws OptionError when there is neither a run nor a model with examples.
 * @example
 * import { lab, layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: optimizers.SGD({ learningRate: 1e-6 }), loss: losses.MeanSquaredError() });
 * const [x, y] = [[[0], [1], [2]], [1, 3, 5]];
 * const run = await model.fit(x, y, { epochs: 10, verbose: 0 });
 * const { findings } = lab.diagnose({ model, x, y, run });
 * console.assert(findings[0].id === 'rate-too-small');
 */
export function diagnose(options: DiagnoseOptions): Diagnosis {
  requireNamedOptions('diagnose', arguments);
  const { model, x, y, run, ...unknown } = options ?? {};
  refuseUnknownOptions('diagnose', unknown, ['model', 'x', 'y', 'run']);
  const looksAtModel = model !== undefined && x !== undefined && y !== undefined;
  if (!looksAtModel && run === undefined) {
    throw new OptionError(
      `diagnose: give { model, x, y }, { run }, or both, got ${show(Object.keys({ ...(model && { model }), ...(x && { x }), ...(y && { y }) }))}.`,
    );
  }
  const known = run && runSoFar(run, model);
  const measures = looksAtModel ? measureLayers(model, x, y) : null;
  const layers = measures?.layers ?? [];
  return {
    kind: 'diagnosis',
    findings: [
      ...(model && y && measures ? outputFindings(model, y, measures.outputs) : []),
      ...runFindings(known, layers, model ? outputPlace(model.layers) : -1),
    ],
    layers,
  };
}

/**
 * What a run and its layers say, causes first, and no advice about the rate that a cause contradicts: on a plateau
 * without gradients no rate helps, and a larger one revives no dead units.
 */
function runFindings(
  run: RunSoFar | undefined,
  layers: readonly LayerMeasure[],
  output: number,
): readonly Finding[] {
  const plateau = run ? plateauOf(run) : null;
  const found = layerFindings(layers, output, plateau);
  const rate = run ? rateFindings(run) : [];
  if (rate.some(({ id }) => id === 'diverged')) return [...rate, ...found];
  const vanished = found.filter(({ id }) => id === 'vanishing-gradients');
  const others = found.filter(({ id }) => id !== 'vanishing-gradients');
  if (plateau !== null && vanished.length > 0) return [...vanished, ...others];
  if (plateau !== null && areGone(layers, plateau)) return others;
  const isCause = ({ id, severity }: Finding) => id === 'saturated-units' || severity === 'error';
  const isDead = others.some(({ severity }) => severity === 'error');
  return [
    ...others.filter(isCause),
    ...rate.filter(({ id }) => !isDead || id !== 'rate-too-small'),
    ...others.filter((finding) => !isCause(finding)),
    ...vanished,
  ];
}

/** A callback that keeps what a diagnosis needs, so that it can be asked for during a run. */
export interface Watch extends Callback {
  soFar(): RunSoFar;
}

/**
 * A callback to hand to `fit`; `diagnose({ run: watch })` may then be called at any time, from another callback too. It
 * ends a run that diverges. Before the third finished epoch that is all it reports: the rate is judged by the epochs'
 * losses. With every `fit` it begins anew.
 *
 * @example
 * import { lab, layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: optimizers.SGD({ learningRate: 9 }), loss: losses.MeanSquaredError() });
 * const watch = lab.watch();
 * await model.fit([[1], [2]], [1, 2], { epochs: 50, verbose: 0, callbacks: [watch] });
 * console.assert(lab.diagnose({ run: watch }).findings[0].id === 'diverged');
 */
export function watch(): Watch {
  refuseFurther('watch()', arguments);
  let divergence = watchDivergence();
  let epochs: number[] = [];
  let learningRate = 0;
  return {
    onTrainBegin(_logs, run) {
      // Each fit is a run of its own.
      divergence = watchDivergence();
      epochs = [];
      learningRate = run.model.learningRate;
    },
    onEpochBegin: (epoch, logs, run) => divergence.callback.onEpochBegin?.(epoch, logs, run),
    onTrainBatchEnd: (batch, logs, run) => divergence.callback.onTrainBatchEnd?.(batch, logs, run),
    onEpochEnd(epoch, logs, run) {
      if (divergence.ended() === null) epochs.push(logs.loss);
      return divergence.callback.onEpochEnd?.(epoch, logs, run);
    },
    soFar: () => ({ losses: [...epochs], learningRate, diverged: divergence.found() }),
  };
}

function runSoFar(run: History | TrainingRun | Watch, model: Model | undefined): RunSoFar {
  if ('soFar' in run) return run.soFar();
  if ('curves' in run) {
    const { curves, learningRate, diverged } = run;
    const losses = curves.loss ?? [];
    return { losses, learningRate, diverged: diverged ?? lostSince(losses) };
  }
  const losses = run.history.loss ?? [];
  return {
    losses,
    learningRate: model?.learningRate ?? Number.NaN,
    diverged: lostSince(losses),
  };
}
