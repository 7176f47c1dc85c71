import type { Comparison, Standing } from '../compare/compare-optimizers.ts';
import { isBetter, showMeasure, showNumber } from '../compare/measure.ts';
import type { Setting } from '../compare/plan-comparison.ts';
import { overlap } from '../compare/spread.ts';
import type { Sweep } from '../compare/sweep-learning-rates.ts';
import type { WorkingWindow } from '../compare/working-window.ts';
import { requireResult } from './result.ts';

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
  return `${count(parameters)} parameters, ${count(examples)} training examples${tested}; ${epochs} epochs, ${times}. ${batchesSentence(setting)}${cut}`;
}

/** What is the same for everybody, and who sees other batches. */
export function batchesSentence({ entrants, examples }: Setting): string {
  const sizeOf = ({ batchSize }: Setting['entrants'][number]) =>
    batchSize === 'all' ? examples : batchSize;
  const usual = entrants.map(sizeOf).sort((a, b) => a - b)[0] ?? examples;
  const others = entrants.filter((each) => sizeOf(each) !== usual);
  if (others.length === 0) return 'The same start and the same batches for everybody.';
  const updates = (size: number) => Math.ceil(examples / size);
  const each = others.map(
    (other) =>
      `${other.name} takes ${other.batchSize === 'all' ? 'all examples' : `${other.batchSize} examples`} at once, ${updates(sizeOf(other))} ${updates(sizeOf(other)) === 1 ? 'update' : 'updates'} an epoch where the others make ${updates(usual)}`,
  );
  return `The same start for everybody, and the same batches, but ${listed(each)}.`;
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
    ...headlines(sweep),
    ...divergenceSentences(standings.filter(({ runs }) => runs > 0)),
  ];
}

/**
 * Who reached the target, after how long and at which rates: one sentence for each optimizer.
 *
 * @throws OptionError for something that is no sweep, and for half of one.
 */
export function headlines(sweep: Sweep): readonly string[] {
  requireResult('headlines', sweep, 'sweep');
  const { setting, standings, windows, runs } = sweep;
  const { target, measure, epochs } = setting;
  if (target === null) return [];
  const goal = `${showMeasure(measure, target)} ${measure.label}`;
  return windows.map(({ optimizer, defaultRate }) => {
    const tried = standings.filter((each) => each.optimizer === optimizer);
    const own = tried.filter(({ reached, runs }) => reached === runs);
    const some = tried.filter(({ reached, runs }) => reached > 0 && reached < runs);
    const inSome = some.map(
      ({ learningRate, reached, runs }) =>
        `at ${showNumber(learningRate)} in ${reached} of ${runs} runs`,
    );
    if (own.length === 0) {
      return some.length === 0
        ? `${optimizer} did not reach ${goal} within ${epochs} epochs at any rate${runs.length < setting.planned ? ' that is finished' : ''}.`
        : `${optimizer} reached ${goal} ${listed(inSome)}, and in all runs at no rate.`;
    }
    const mean = (each: Standing) => each.epochsToTarget?.mean ?? Number.POSITIVE_INFINITY;
    const fastest = own.reduce((a, b) => (mean(b) < mean(a) ? b : a));
    const rates = listed(own.map(({ learningRate }) => showNumber(learningRate)));
    const seconds = fastest.secondsToTarget?.mean ?? 0;
    const epochsText = Number(mean(fastest).toFixed(1));
    const further = inSome.length > 0 ? `, and ${listed(inSome)}` : '';
    const atOwn = own.find(({ learningRate }) => learningRate === defaultRate);
    const byDefault =
      atOwn === undefined
        ? `not at ${showNumber(defaultRate)}, the rate it comes with`
        : fastest === atOwn
          ? 'which is the rate it comes with'
          : `after ${Number(mean(atOwn).toFixed(1))} at ${showNumber(defaultRate)}, the rate it comes with`;
    return `${optimizer} reached ${goal} at α = ${rates}${further}; fastest at ${showNumber(fastest.learningRate)}, after ${epochsText} ${epochsText === 1 ? 'epoch' : 'epochs'} and ${seconds.toFixed(1)} s on average; ${byDefault}.`;
  });
}

/** Where an optimizer works, and where the rate it comes with lies. */
export function windowSentence(sweep: Sweep, window: WorkingWindow): string {
  const { setting, margin } = sweep;
  const { measure } = setting;
  const { optimizer, defaultRate, best, bestRate, atDefault, from, to } = window;
  if (best === null || from === null || to === null || bestRate === null) {
    return `${optimizer} diverged for some seed at every rate tried.`;
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
  const isComplete = sweep.runs.length === setting.planned;
  const edge =
    isComplete && (window.isOpenBelow || window.isOpenAbove)
      ? ` The window reaches the ${window.isOpenAbove ? 'upper' : 'lower'} end of the grid, so it may be wider.`
      : '';
  const reached =
    atDefault === null
      ? 'where it diverged or was not run'
      : `which gives ${showMeasure(measure, atDefault)}: tuning gains ${showGain(setting, atDefault, best)}`;
  const place = window.holdsDefault
    ? `The rate it comes with, ${showNumber(defaultRate)}, lies inside: tuning gains little.`
    : `The rate it comes with, ${showNumber(defaultRate)}, lies ${defaultRate < from ? 'below' : 'above'}, ${reached}.`;
  return `${optimizer} is about as good as its best ${range} (${within}, ${showMeasure(measure, best)} at ${showNumber(bestRate)}). ${place}${edge}`;
}

/** `54.2 points`, or how far a loss comes down. */
function showGain({ measure }: Setting, from: number, to: number): string {
  return measure.isHigherBetter
    ? `${(100 * (to - from)).toFixed(1)} points`
    : `${showNumber(Number(Math.abs(from - to).toPrecision(3)))} of the loss`;
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

/** For each rate that several were tried at who does best; null where the best two are too close to call. */
export function winners({ setting, standings, rates }: Sweep): readonly {
  readonly rate: number;
  readonly optimizer: string | null;
}[] {
  return rates.flatMap((rate) => {
    const tried = standings.filter(({ learningRate }) => learningRate === rate);
    if (tried.length < 2) return [];
    const [first, second] = rank(
      setting,
      tried.filter(({ diverged, final }) => diverged === 0 && final !== null),
    );
    if (first === undefined) return [];
    return [{ rate, optimizer: isClose(first, second) ? null : first.optimizer }];
  });
}

/** Whether the runs of two have values in common. */
function isClose(a: Standing, b: Standing | undefined): boolean {
  return b?.final != null && a.final !== null && overlap(a.final, b.final);
}

/** Those at the top whose runs cannot be told apart. */
export function leaders(setting: Setting, standings: readonly Standing[]): readonly string[] {
  const ranked = rank(setting, standings).filter(({ final }) => final !== null);
  return ranked.filter((each) => isClose(ranked[0], each)).map(({ optimizer }) => optimizer);
}

function winnersSentence(sweep: Sweep): readonly string[] {
  if (sweep.windows.length < 2) return [];
  const won = winners(sweep);
  const names = [...new Set(won.flatMap(({ optimizer }) => optimizer ?? []))];
  const ratesOf = (name: string | null) =>
    listed(won.filter(({ optimizer }) => optimizer === name).map(({ rate }) => showNumber(rate)));
  const close = won.some(({ optimizer }) => optimizer === null)
    ? [`at ${ratesOf(null)} the best are too close to call`]
    : [];
  if (names.length === 0) return [];
  if (names.length === 1 && close.length === 0) {
    return [`${names[0]} is best at every rate at which others were tried.`];
  }
  const each = names.map((name) => `${name} at ${ratesOf(name)}`);
  return [`Nobody is clearly best at every rate: ${[...each, ...close].join('; ')}.`];
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
