import type { Comparison, Standing } from '../compare/compare-optimizers.ts';
import { isBetter, showMeasure, showNumber } from '../compare/measure.ts';
import type { Setting } from '../compare/plan-comparison.ts';
import type { Sweep } from '../compare/sweep-learning-rates.ts';
import type { WorkingWindow } from '../compare/working-window.ts';

/** `Adam, SGD and momentum` */
export function listed(names: readonly string[], word = 'and'): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} ${word} ${names[names.length - 1]}`;
}

/** How it was made, in a sentence. */
export function settingSentence({ setting, runs }: Pick<Sweep, 'setting' | 'runs'>): string {
  const { examples, testExamples, epochs, seeds, parameters, planned } = setting;
  const count = (value: number) => value.toLocaleString('en-US');
  const tested = testExamples > 0 ? `, judged on ${count(testExamples)} others` : '';
  const times = seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`;
  const cut =
    runs.length < planned ? ` Stopped early: ${runs.length} of ${planned} runs are finished.` : '';
  return `${count(parameters)} parameters, ${count(examples)} training examples${tested}; ${epochs} epochs, ${times}, the same start and the same batches for everybody.${cut}`;
}

/** What a comparison has shown, as sentences that follow from its numbers. */
export function comparisonStatements(comparison: Comparison): readonly string[] {
  const { setting, standings } = comparison;
  const { measure, epochs } = setting;
  const ranked = rank(setting, standings);
  const results = ranked.map(
    ({ optimizer, learningRate, final }) =>
      `${optimizer} ${final ? showSpread(setting, final) : 'diverged'} (α = ${showNumber(learningRate)})`,
  );
  return [
    ...(ranked.length > 0
      ? [`${capital(measure.label)} after ${epochs} epochs: ${results.join('; ')}.`]
      : []),
    ...targetSentences(setting, standings, () => ''),
    ...divergenceSentences(standings),
  ];
}

/** What a sweep has shown. */
export function sweepStatements(sweep: Sweep): readonly string[] {
  const { windows, standings } = sweep;
  return [
    ...windows.map((window) => windowSentence(sweep, window)),
    ...winnersSentence(sweep),
    ...headline(sweep),
    ...divergenceSentences(standings.filter(({ runs }) => runs > 0)),
  ];
}

/** Who reached the target, after how long and at which rates: one sentence for each optimizer. */
export function headline({ setting, standings, windows }: Sweep): readonly string[] {
  const { target, measure, epochs } = setting;
  if (target === null) return [];
  const goal = `${showMeasure(measure, target)} ${measure.label}`;
  return windows.map(({ optimizer }) => {
    const own = standings.filter(
      (each) => each.optimizer === optimizer && each.reached === each.runs,
    );
    if (own.length === 0)
      return `${optimizer} did not reach ${goal} within ${epochs} epochs at any rate.`;
    const mean = (each: Standing) => each.epochsToTarget?.mean ?? Number.POSITIVE_INFINITY;
    const fastest = own.reduce((a, b) => (mean(b) < mean(a) ? b : a));
    const rates = listed(own.map(({ learningRate }) => showNumber(learningRate)));
    const seconds = fastest.secondsToTarget?.mean ?? 0;
    const epochsText = Number(mean(fastest).toFixed(1));
    return `${optimizer} reached ${goal} at α = ${rates}; fastest at ${showNumber(fastest.learningRate)}, after ${epochsText} ${epochsText === 1 ? 'epoch' : 'epochs'} and ${seconds.toFixed(1)} s on average.`;
  });
}

/** Where an optimizer works, and where the rate it comes with lies. */
export function windowSentence(sweep: Sweep, window: WorkingWindow): string {
  const { setting, margin } = sweep;
  const { measure } = setting;
  const { optimizer, defaultRate, best, bestRate, atDefault, from, to } = window;
  if (best === null || from === null || to === null || bestRate === null) {
    return `${optimizer}: every run diverged at some seed, at every rate tried.`;
  }
  const within = measure.isHigherBetter
    ? `within ${showNumber(100 * margin)} points of its best`
    : `within ${showNumber(100 * margin)} % of its best`;
  const range =
    from === to ? `at ${showNumber(from)} alone` : `from ${showNumber(from)} to ${showNumber(to)}`;
  if (isFarBehind(sweep, window)) {
    const leader = leadersBest(setting, sweep.windows) ?? best;
    return `${optimizer} is at its best ${range}, but stays far behind: ${showMeasure(measure, best)} at ${showNumber(bestRate)}, where others reach ${showMeasure(measure, leader)}.`;
  }
  const edge =
    window.isOpenBelow || window.isOpenAbove
      ? ` The window reaches the ${window.isOpenAbove ? 'upper' : 'lower'} end of the grid, so it may be wider.`
      : '';
  const reached =
    atDefault === null
      ? 'where it diverged or was not run'
      : `which gives ${showMeasure(measure, atDefault)}`;
  const place = window.holdsDefault
    ? `The rate it comes with, ${showNumber(defaultRate)}, lies inside: it needs no tuning here.`
    : `The rate it comes with, ${showNumber(defaultRate)}, lies ${defaultRate < from ? 'below' : 'above'}, ${reached}: it needs tuning here.`;
  return `${optimizer} works ${range} (${within}, ${showMeasure(measure, best)} at ${showNumber(bestRate)}). ${place}${edge}`;
}

/** Whether an optimizer's best stays so many margins behind the best of all that "works" would be the wrong word. */
export function isFarBehind({ setting, margin, windows }: Sweep, { best }: WorkingWindow): boolean {
  const { measure } = setting;
  const leader = leadersBest(setting, windows);
  if (best === null || leader === null) return true;
  const far = FAR * (measure.isHigherBetter ? margin : margin * Math.abs(leader));
  return Math.abs(best - leader) > far;
}

const FAR = 5;

function leadersBest({ measure }: Setting, windows: readonly WorkingWindow[]): number | null {
  return windows.reduce<number | null>(
    (most, { best }) =>
      best !== null && (most === null || isBetter(measure, best, most)) ? best : most,
    null,
  );
}

/** For each rate that several were tried at who does best. */
export function winners({ setting, standings, rates }: Sweep): readonly {
  readonly rate: number;
  readonly optimizer: string;
}[] {
  return rates.flatMap((rate) => {
    const tried = standings.filter(({ learningRate }) => learningRate === rate);
    if (tried.length < 2) return [];
    const [first] = rank(
      setting,
      tried.filter(({ diverged, final }) => diverged === 0 && final !== null),
    );
    return first === undefined ? [] : [{ rate, optimizer: first.optimizer }];
  });
}

function winnersSentence(sweep: Sweep): readonly string[] {
  if (sweep.windows.length < 2) return [];
  const won = winners(sweep);
  const names = [...new Set(won.map(({ optimizer }) => optimizer))];
  if (names.length === 0) return [];
  if (names.length === 1) return [`${names[0]} is best at every rate at which others were tried.`];
  const each = names.map((name) => {
    const at = won.filter(({ optimizer }) => optimizer === name);
    return `${name} at ${listed(at.map(({ rate }) => showNumber(rate)))}`;
  });
  return [`Nobody is best at every rate: ${each.join('; ')}.`];
}

function targetSentences(
  { target, measure, epochs }: Setting,
  standings: readonly Standing[],
  at: (standing: Standing) => string,
): readonly string[] {
  if (target === null) return [];
  const arrived = standings.filter(({ reached, runs }) => reached === runs && runs > 0);
  const goal = `${showMeasure(measure, target)} ${measure.label}`;
  if (arrived.length === 0) return [`Nobody reached ${goal} in all runs within ${epochs} epochs.`];
  const by = (each: Standing) => each.epochsToTarget?.mean ?? 0;
  const listedOnes = [...arrived]
    .sort((a, b) => by(a) - by(b))
    .map(
      (each) =>
        `${each.optimizer}${at(each)} after ${Number(by(each).toFixed(1))} epochs (${(each.secondsToTarget?.mean ?? 0).toFixed(1)} s)`,
    );
  const missing = standings
    .filter((each) => !arrived.includes(each))
    .map(({ optimizer }) => optimizer);
  return [
    `${goal} is reached by ${listed(listedOnes)}${missing.length > 0 ? `; not by ${listed(missing, 'or')}` : ''}.`,
  ];
}

function divergenceSentences(standings: readonly Standing[]): readonly string[] {
  const lost = standings.filter(({ diverged }) => diverged > 0);
  if (lost.length === 0) return [];
  const each = lost.map(
    ({ optimizer, learningRate, diverged, runs }) =>
      `${optimizer} at ${showNumber(learningRate)} (${diverged} of ${runs} ${runs === 1 ? 'run' : 'runs'})`,
  );
  return [`Diverged: ${each.join('; ')}.`];
}

/** From best to worst; those that diverged last. */
export function rank({ measure }: Setting, standings: readonly Standing[]): readonly Standing[] {
  return [...standings].sort((a, b) => {
    if (a.final === null || b.final === null)
      return Number(a.final === null) - Number(b.final === null);
    if (a.final.mean === b.final.mean) return 0;
    return isBetter(measure, a.final.mean, b.final.mean) ? -1 : 1;
  });
}

function showSpread(
  { measure }: Setting,
  { mean, least, most }: NonNullable<Standing['final']>,
): string {
  const middle = showMeasure(measure, mean);
  return least === most
    ? middle
    : `${middle} [${showMeasure(measure, least)} to ${showMeasure(measure, most)}]`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
