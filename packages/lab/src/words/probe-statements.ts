import { showNumber } from '../compare/measure.ts';
import type { Recording } from '../probe/probe.ts';
import { listed } from './statements.ts';

/** Gradients that agree by more than this keep moving the same way; by less than a third of it they oscillate. */
const AGREES = 0.6;
const OSCILLATES = 0.2;

/** What a probe has seen, in the lecture's words. */
export function probeStatements(recording: Recording): readonly string[] {
  const { optimizer, parameters, weights, steps, learningRate, formula } = recording;
  if (steps.length === 0) return ['Nothing was recorded: no batch was trained.'];
  const last = steps.length - 1;
  const tracks = parameters.map(({ label, rate, agreement }) => ({
    label,
    rate: rate[last],
    agreement: meanOf(agreement),
  }));
  const rates = tracks.flatMap(({ label, rate }) => (rate === null ? [] : [{ label, rate }]));
  const sentences: string[] = [];
  if (formula === null) {
    sentences.push(
      `${optimizer} gives no parameter a rate of this form; its steps Δw are recorded.`,
    );
  } else if (rates.length > 0) {
    const least = rates.reduce((a, b) => (b.rate < a.rate ? b : a));
    const most = rates.reduce((a, b) => (b.rate > a.rate ? b : a));
    sentences.push(
      least.rate === most.rate
        ? `${optimizer} has one rate for all parameters: ${showNumber(least.rate)}.`
        : `At step ${steps[last]} the rates of ${optimizer} (α = ${showNumber(learningRate)}) run from ${showNumber(least.rate)} for ${least.label} to ${showNumber(most.rate)} for ${most.label}, a factor of ${showNumber(most.rate / least.rate)}.`,
    );
  }
  const agreeing = tracks.filter(({ agreement }) => agreement !== null && agreement > AGREES);
  const turning = tracks.filter(({ agreement }) => agreement !== null && agreement < OSCILLATES);
  const names = (own: typeof tracks) => listed(own.map(({ label }) => label));
  if (agreeing.length > 0)
    sentences.push(
      `On average over the run ${names(agreeing)} ${agreeing.length === 1 ? 'keeps' : 'keep'} moving the same way.`,
    );
  if (turning.length > 0)
    sentences.push(
      `On average over the run ${names(turning)} ${turning.length === 1 ? 'oscillates' : 'oscillate'}.`,
    );
  if (tracks.length === 0) {
    const middle = Math.floor(recording.quantiles.length / 2);
    for (const { label, size, rate, agreement } of weights) {
      const own = rate[last]?.[middle];
      const agree = agreement[last]?.[middle];
      if (own === undefined) continue;
      const agreed = agree === undefined ? '' : `, agreement ${agree.toFixed(2)}`;
      sentences.push(
        `${label} (${size.toLocaleString('en-US')} numbers): in the middle α_j = ${showNumber(own)} at step ${steps[last]}${agreed}.`,
      );
    }
  }
  return sentences;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
