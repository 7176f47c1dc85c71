import { showNumber } from '../compare/measure.ts';
import type { Divergence } from '../compare/training-run.ts';
import type { Finding } from './finding.ts';

/** What is known of a run: its losses in order, and whether and where it was lost. */
export interface RunSoFar {
  /** The mean loss of each finished epoch. */
  readonly losses: readonly number[];
  readonly learningRate: number;
  readonly diverged: Divergence | null;
}

/** Of the loss at first, this much is left where a rate is too small. */
const HARDLY = 0.9;
/** So often the loss goes up where a rate is too large. */
const OFTEN = 0.35;

/** A loss that stays within this share of its largest hardly moves at all. */
const STILL = 0.02;
/** One that stays within this share stands on a plateau. */
const LEVEL = 0.15;
/** Fewer epochs than these say nothing about a rate. */
const ENOUGH = 3;

/** What the course of the loss says about the learning rate. */
export function rateFindings({ losses, learningRate, diverged }: RunSoFar): readonly Finding[] {
  const at = `α = ${showNumber(learningRate)}`;
  if (diverged !== null) {
    const batch = diverged.batch === null ? '' : `, batch ${diverged.batch}`;
    return [
      {
        id: 'diverged',
        severity: 'error',
        layer: null,
        title: 'Training has diverged.',
        evidence: `Since epoch ${diverged.epoch}${batch} the loss is no number, or many times what it was at first (there ${diverged.loss}), at ${at}.`,
        advice: `Try a learning rate of ${showNumber(learningRate / 10)}, and inputs scaled to about [−1, 1].`,
      },
    ];
  }
  if (losses.length < ENOUGH) return [];
  const [first] = losses;
  const last = losses[losses.length - 1];
  const rises = losses.slice(1).filter((loss, i) => loss > losses[i]).length / (losses.length - 1);
  const course = `From the first epoch to the last of ${losses.length} the loss went from ${showNumber(first)} to ${showNumber(last)}, and rose after ${Math.round(100 * rises)} % of them, at ${at}`;
  if (!staysWithin(STILL, losses) && (last > first || (rises > OFTEN && last > HARDLY * first))) {
    return [
      {
        id: 'rate-too-large',
        severity: 'warning',
        layer: null,
        title:
          'The learning rate looks too large: the loss goes up and down and does not get smaller.',
        evidence: `${course}.`,
        advice: `Try ${showNumber(learningRate / 10)}.`,
      },
    ];
  }
  const middle = losses[Math.floor((losses.length - 1) / 2)];
  // A run that has arrived falls at first and then no more; one that creeps falls on.
  const fallsOn = middle - last >= (first - middle) / 4;
  if (last < first && last > HARDLY * first && rises <= OFTEN && fallsOn) {
    return [
      {
        id: 'rate-too-small',
        severity: 'warning',
        layer: null,
        title: 'The learning rate looks too small: the loss falls steadily, but hardly at all.',
        evidence: `${course}.`,
        advice: `Try ${showNumber(learningRate * 10)}.`,
      },
    ];
  }
  return [];
}

/** The loss at which a run stands still since its first epoch; null for one that moves, or has hardly begun. */
export function plateauOf({ losses, diverged }: RunSoFar): number | null {
  const stands = diverged === null && losses.length >= ENOUGH && staysWithin(LEVEL, losses);
  return stands ? losses[losses.length - 1] : null;
}

function staysWithin(share: number, losses: readonly number[]): boolean {
  const most = Math.max(...losses);
  return most - Math.min(...losses) <= share * Math.abs(most);
}
