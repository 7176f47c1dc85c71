import type { Comparison } from '../compare/compare-optimizers.ts';
import type { Sweep } from '../compare/sweep-learning-rates.ts';
import type { Recording } from '../probe/probe.ts';
import type { Result, ResultTable } from './result.ts';

/** The raw numbers of a result: what its CSV holds. */
export function rawTable(result: Result): ResultTable {
  switch (result.kind) {
    case 'comparison':
    case 'sweep':
      return runsTable(result);
    case 'probe':
      return probeTable(result);
    case 'paths':
      return {
        title: 'Paths',
        columns: ['optimizer', 'learningRate', 'step', 'w1', 'w2', 'J'],
        rows: result.paths.flatMap(({ optimizer, learningRate, points, values }) =>
          points.map(([w1, w2], step) => [optimizer, learningRate, step, w1, w2, values[step]]),
        ),
      };
    case 'explanation':
      return {
        title: `Step ${result.step} for ${result.parameter}`,
        columns: ['symbol', 'meaning', 'formula', 'value'],
        rows: result.lines.map(({ symbol, meaning, formula, value }) => [
          symbol,
          meaning,
          formula,
          value,
        ]),
      };
    case 'diagnosis':
      return {
        title: 'Findings',
        columns: ['finding', 'severity', 'layer', 'title', 'evidence', 'advice'],
        rows: result.findings.map((each) => [
          each.id,
          each.severity,
          each.layer,
          each.title,
          each.evidence,
          each.advice,
        ]),
      };
  }
}

/** The numbers that a reader wants beside the pictures: short enough for a page. */
export function summaryTable(result: Result): ResultTable {
  switch (result.kind) {
    case 'comparison':
    case 'sweep':
      return standingsTable(result);
    case 'probe': {
      const last = result.steps.length - 1;
      return {
        title: `Every parameter at step ${result.steps[last] ?? 0}`,
        columns: ['parameter', 'α_j', 'agreement', 'Δw', 'w'],
        rows:
          result.parameters.length > 0
            ? result.parameters.map((each) => [
                each.label,
                each.rate[last],
                each.agreement[last],
                each.step[last],
                each.value[last],
              ])
            : result.weights.map((each) => {
                const middle = Math.floor(result.quantiles.length / 2);
                return [
                  each.label,
                  each.rate[last]?.[middle] ?? null,
                  each.agreement[last]?.[middle] ?? null,
                  each.step[last]?.[middle] ?? null,
                  null,
                ];
              }),
      };
    }
    case 'paths':
      return {
        title: 'Paths',
        columns: [
          'optimizer',
          'learning rate',
          'course',
          'J at the start',
          'J at the end',
          'turns w₁',
          'turns w₂',
        ],
        rows: result.paths.map(({ optimizer, learningRate, walk, values, end }) => [
          optimizer,
          learningRate,
          walk.course,
          values[0],
          end.value,
          ...walk.turns,
        ]),
      };
    case 'explanation':
    case 'diagnosis':
      return rawTable(result);
  }
}

/** A row for each epoch of each run; a run without a finished epoch has one row without numbers. */
function runsTable({ runs }: Comparison | Sweep): ResultTable {
  const names = [...new Set(runs.flatMap(({ curves }) => Object.keys(curves)))];
  return {
    title: 'Runs',
    columns: [
      'optimizer',
      'learningRate',
      'batchSize',
      'seed',
      'epoch',
      'seconds',
      ...names,
      'divergedInEpoch',
      'divergedInBatch',
    ],
    rows: runs.flatMap((run) => {
      const { optimizer, learningRate, batchSize, seed, seconds, curves, diverged } = run;
      const since = [diverged?.epoch ?? null, diverged?.batch ?? null];
      const head = [optimizer, learningRate, batchSize, seed] as const;
      if (seconds.length === 0) return [[...head, null, null, ...names.map(() => null), ...since]];
      return seconds.map((second, i) => [
        ...head,
        i + 1,
        second,
        ...names.map((name) => curves[name]?.[i] ?? null),
        ...since,
      ]);
    }),
  };
}

function standingsTable({ setting, standings }: Comparison | Sweep): ResultTable {
  const { measure, target } = setting;
  return {
    title: 'Every optimizer and rate',
    columns: [
      'optimizer',
      'learning rate',
      `${measure.label} (mean)`,
      'least',
      'most',
      'runs',
      'diverged',
      ...(target === null ? [] : ['reached', 'epochs to target', 'seconds to target']),
    ],
    rows: standings.map((each) => [
      each.optimizer,
      each.learningRate,
      each.final?.mean ?? null,
      each.final?.least ?? null,
      each.final?.most ?? null,
      each.runs,
      each.diverged,
      ...(target === null
        ? []
        : [each.reached, each.epochsToTarget?.mean ?? null, each.secondsToTarget?.mean ?? null]),
    ]),
  };
}

function probeTable({ steps, parameters, weights, quantiles }: Recording): ResultTable {
  if (parameters.length > 0) {
    return {
      title: 'Parameters',
      columns: ['step', 'parameter', 'rate', 'agreement', 'change', 'value'],
      rows: steps.flatMap((step, i) =>
        parameters.map((each) => [
          step,
          each.label,
          each.rate[i],
          each.agreement[i],
          each.step[i],
          each.value[i],
        ]),
      ),
    };
  }
  return {
    title: 'Weights',
    columns: ['step', 'weight', 'quantile', 'rate', 'agreement', 'change'],
    rows: steps.flatMap((step, i) =>
      weights.flatMap((each) =>
        quantiles.map((quantile, q) => [
          step,
          each.label,
          quantile,
          each.rate[i]?.[q] ?? null,
          each.agreement[i]?.[q] ?? null,
          each.step[i][q],
        ]),
      ),
    ),
  };
}
