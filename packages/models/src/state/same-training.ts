import type { PlannedMetric, TrainPlan } from '@tsuno/core';

/**
 * Whether an executor that was made for plan `a` does what `b` asks for: the same layers and weights, trained by the same
 * optimizer on the same loss, with the same metrics under the same names. What the targets' shape changes are the
 * metrics that the word `'accuracy'` stands for; they are made anew for each plan, so metrics compare by what they are.
 */
export function sameTraining(a: TrainPlan, b: TrainPlan): boolean {
  if (a.layers !== b.layers || a.threads !== b.threads) return false;
  const [one, other] = [a.training, b.training];
  if (one === undefined || other === undefined) return one === other;
  return (
    one.optimizer === other.optimizer &&
    one.loss === other.loss &&
    one.metrics.length === other.metrics.length &&
    one.metrics.every((metric, index) => sameMetric(metric, other.metrics[index]))
  );
}

function sameMetric(a: PlannedMetric, b: PlannedMetric): boolean {
  return (
    a.name === b.name &&
    a.weighted === b.weighted &&
    (a.metric === b.metric ||
      (a.metric.kind === b.metric.kind && sameValue(a.metric.config, b.metric.config)))
  );
}

/** Functions are the same only if they are one. */
function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [mine, theirs] = [Object.entries(a), Object.entries(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    mine.length === theirs.length &&
    mine.every(([key, value]) => Object.hasOwn(b, key) && sameValue(value, b[key as never]))
  );
}
