import type { Comparison, Standing } from '../compare/compare-optimizers.ts';
import type { Measure } from '../compare/measure.ts';
import type { Setting } from '../compare/plan-comparison.ts';
import type { Spread } from '../compare/spread.ts';
import type { Sweep } from '../compare/sweep-learning-rates.ts';
import type { Divergence, TrainingRun } from '../compare/training-run.ts';
import type { WorkingWindow } from '../compare/working-window.ts';
import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Finding, LayerMeasure } from '../diagnose/finding.ts';
import type { Explanation } from '../explain/explain-step.ts';
import type { ExplanationLine } from '../explain/explanation-lines.ts';
import type { Walk } from '../paths/describe-walk.ts';
import type { Path, Paths } from '../paths/trace-paths.ts';
import type { ParameterTrack, Recording, WeightTrack } from '../probe/probe.ts';

/** What a part of a result has to be. */
export type Shape =
  | 'number'
  | 'string'
  | 'boolean'
  | { readonly oneOf: readonly unknown[] }
  | { readonly either: readonly Shape[] }
  /** With a `length`, of exactly or at least so many. */
  | { readonly list: Shape; readonly length?: number; readonly least?: number }
  /** An object with any names. */
  | { readonly values: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

/** Every field of a type has to be given. */
const fields = <T>(shapes: { readonly [K in keyof Required<T>]: Shape }): Shape => ({
  fields: shapes as Readonly<Record<string, Shape>>,
});
const list = (of: Shape): Shape => ({ list: of });
const orNull = (of: Shape): Shape => ({ either: [of, { oneOf: [null] }] });
const some = (of: Shape): Shape => ({ list: of, least: 1 });
const pair = (of: Shape): Shape => ({ list: of, length: 2 });
const numbers = list('number');
const rate = { either: ['number', { oneOf: ['all'] }] } as const satisfies Shape;

const spread = orNull(fields<Spread>({ mean: 'number', least: 'number', most: 'number' }));
const setting = fields<Setting>({
  measure: fields<Measure>({ name: 'string', isHigherBetter: 'boolean', label: 'string' }),
  target: orNull('number'),
  epochs: 'number',
  seeds: numbers,
  examples: 'number',
  testExamples: 'number',
  parameters: 'number',
  entrants: list(
    fields<Setting['entrants'][number]>({ name: 'string', defaultRate: 'number', batchSize: rate }),
  ),
  planned: 'number',
});
const runs = list(
  fields<TrainingRun>({
    optimizer: 'string',
    learningRate: 'number',
    batchSize: rate,
    seed: 'number',
    // JSON writes NaN, where a start or a curve has it, as null.
    start: { values: orNull('number') },
    curves: { values: list(orNull('number')) },
    seconds: numbers,
    diverged: orNull(
      fields<Divergence>({ epoch: 'number', batch: orNull('number'), loss: 'string' }),
    ),
  }),
);
const standings = list(
  fields<Standing>({
    optimizer: 'string',
    learningRate: 'number',
    start: spread,
    final: spread,
    runs: 'number',
    diverged: 'number',
    reached: 'number',
    epochsToTarget: spread,
    secondsToTarget: spread,
  }),
);
const windows = list(
  fields<WorkingWindow>({
    optimizer: 'string',
    defaultRate: 'number',
    bestRate: orNull('number'),
    best: orNull('number'),
    atDefault: orNull('number'),
    from: orNull('number'),
    to: orNull('number'),
    isOpenBelow: 'boolean',
    isOpenAbove: 'boolean',
    holdsDefault: 'boolean',
    width: orNull('number'),
    diverging: numbers,
  }),
);
const path = fields<Path>({
  optimizer: 'string',
  learningRate: 'number',
  points: some(pair('number')),
  values: some('number'),
  end: fields<Path['end']>({ point: pair('number'), value: 'number' }),
  walk: fields<Walk>({
    course: { oneOf: ['diverges', 'oscillates', 'creeps', 'arrives', 'travels'] },
    turns: pair('number'),
    left: orNull('number'),
    meanStep: orNull('number'),
  }),
});
const sometimes = list(orNull('number'));

/** The results of the lab, part by part. */
export const RESULT_SHAPES: Readonly<Record<string, Shape>> = {
  comparison: fields<Comparison>({
    kind: 'string',
    at: { oneOf: ['own', 'best'] },
    setting,
    runs,
    standings,
  }),
  sweep: fields<Sweep>({
    kind: 'string',
    setting,
    rates: numbers,
    margin: 'number',
    runs,
    standings,
    windows,
  }),
  paths: fields<Paths>({
    kind: 'string',
    surface: fields<Paths['surface']>({
      name: 'string',
      formula: 'string',
      labels: pair('string'),
      view: fields<Paths['surface']['view']>({ x: pair('number'), y: pair('number') }),
      minimum: orNull(pair('number')),
      heights: fields<Paths['surface']['heights']>({
        columns: 'number',
        rows: 'number',
        values: sometimes,
      }),
    }),
    start: pair('number'),
    steps: 'number',
    paths: list(path),
    notes: list('string'),
  }),
  probe: fields<Recording>({
    kind: 'string',
    optimizer: 'string',
    learningRate: 'number',
    formula: orNull('string'),
    multiplies: orNull('string'),
    quantiles: numbers,
    steps: numbers,
    parameters: list(
      fields<ParameterTrack>({
        label: 'string',
        rate: sometimes,
        agreement: sometimes,
        step: sometimes,
        value: sometimes,
      }),
    ),
    weights: list(
      fields<WeightTrack>({
        label: 'string',
        size: 'number',
        rate: list(orNull(sometimes)),
        agreement: list(orNull(sometimes)),
        step: list(sometimes),
        leftOut: numbers,
      }),
    ),
  }),
  explanation: fields<Explanation>({
    kind: 'string',
    parameter: 'string',
    optimizer: 'string',
    learningRate: 'number',
    step: 'number',
    before: 'number',
    after: 'number',
    lines: some(
      fields<ExplanationLine>({
        symbol: 'string',
        meaning: 'string',
        formula: 'string',
        value: 'number',
      }),
    ),
  }),
  diagnosis: fields<Diagnosis>({
    kind: 'string',
    findings: list(
      fields<Finding>({
        id: 'string',
        severity: 'string',
        layer: orNull('string'),
        title: 'string',
        evidence: 'string',
        advice: 'string',
      }),
    ),
    layers: list(
      fields<LayerMeasure>({
        layer: 'string',
        activation: 'string',
        saturated: orNull('number'),
        dead: orNull('number'),
        gradient: orNull('number'),
      }),
    ),
  }),
};
