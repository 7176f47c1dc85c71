/** The time of a training step, everybody in turn. */

import { FIT_AT_MOST, TRAINING_TARGETS } from '../targets.mjs';
import { startChild } from '../tools/child.mjs';
import { interleaved } from '../tools/rounds.mjs';
import { WORKLOADS } from '../workloads.mjs';
import { writeWorkload } from '../write-workload.mjs';

/** So many steps are compared before the race. */
const COMPARED_STEPS = 10;
/** Sums in float32 in another order over ten steps; tfjs also adds epsilon in another place of Adam. */
const SAME_LOSS = 2e-3;

/** @returns {Promise<readonly object[]>} records */
export async function measureTraining({ contestants, models, rounds, seconds, folder, log }) {
  const records = [];
  for (const model of models) {
    const { title } = WORKLOADS[model];
    const data = writeWorkload(folder, model);
    const runners = contestants.map((contestant) => ({
      ...contestant,
      child: startChild(contestant),
    }));
    const losses = new Map();
    try {
      const results = await interleaved(runners, rounds, async (runner, isWarmup) => {
        if (isWarmup) {
          log(`training ${model}: ${runner.name}`);
          await runner.child.ask('prepare', { folder: data });
          losses.set(runner, (await runner.child.ask('meanLoss', { steps: COMPARED_STEPS })).loss);
        }
        return (await runner.child.ask('train', { seconds })).micros;
      });
      const base = results.get(runners.find(({ name }) => name === 'tsuno'));
      const reference = [...losses.values()].find((loss) => loss !== null);
      for (const [runner, result] of results) {
        const loss = losses.get(runner) ?? null;
        records.push({
          section: 'training',
          measure: `train: ${title}`,
          name: runner.name,
          title: runner.title,
          unit: 'µs/step',
          ...result,
          ...compare(runner, result, base, model),
          meanLossOfFirstSteps: loss,
          ...(differs(loss, reference)
            ? { warning: `other losses: ${loss}, not ${reference}` }
            : {}),
        });
      }
    } finally {
      for (const { child } of runners) child.end();
    }
  }
  return records;
}

function compare({ name }, result, base, model) {
  if (result.error || !base || base.error || result === base) return {};
  const ratio = result.median / base.median;
  const target = TRAINING_TARGETS[model]?.[name];
  const fitAtMost = name === 'tsuno-kernels' ? FIT_AT_MOST[model] : undefined;
  return { ratio, target, fitAtMost };
}

function differs(loss, reference) {
  return loss !== null && !(Math.abs(loss - reference) <= SAME_LOSS * reference);
}
