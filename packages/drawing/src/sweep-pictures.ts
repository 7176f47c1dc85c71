import type { Sweep, TrainingRun } from 'tsuno/lab';
import {
  capital,
  isFarBehind,
  listed,
  median,
  showMeasure,
  showNumber,
  sweepStatements,
  windowSentence,
} from 'tsuno/lab/words';
import type { Drawing } from './drawing.ts';
import { type Line, linePanel } from './line-panel.ts';
import { lineColors, rampColors } from './palette.ts';
import { makePicture, type Picture } from './picture.ts';
import { rateMap, showRate } from './rate-map.ts';

/** The map of all rates, the same as curves, and how the first and the last of the line-up learn at each rate. */
export function sweepPictures(drawing: Drawing, sweep: Sweep): readonly Picture[] {
  return [
    mapPicture(drawing, sweep),
    windowsPicture(drawing, sweep),
    ...learningPictures(drawing, sweep),
  ];
}

function mapPicture(drawing: Drawing, sweep: Sweep): Picture {
  const { measure } = sweep.setting;
  const unit = measure.isHigherBetter ? ' in per cent' : '';
  return makePicture({
    name: 'learning-rates',
    title: capital(mapTitle(sweep)),
    subtitle: [
      `${capital(measure.label)}${unit} after ${sweep.setting.epochs} epochs at each learning rate α. Framed: about as good as its best`,
      sweep.windows.some((window) => isFarBehind(sweep, window))
        ? ' (dashed: still far behind others).'
        : '.',
      ' ▼ the rate it comes with.',
      sweep.standings.some(({ diverged }) => diverged > 0) ? ' ✗ diverged.' : '',
    ].join(''),
    description: sweepStatements(sweep).join(' '),
    panels: 1,
    panel: (width) => rateMap(drawing, sweep, width),
  });
}

/** Who is near its best without tuning, who is not, and whose best is far behind: from the windows alone. */
export function mapTitle(sweep: Sweep): string {
  const { windows, runs, setting } = sweep;
  if (runs.length < setting.planned) {
    return `Stopped early: ${runs.length} of ${setting.planned} runs are finished`;
  }
  const namesOf = (group: 'ready' | 'tuned' | 'behind') =>
    windows
      .filter((window) => {
        if (isFarBehind(sweep, window)) return group === 'behind';
        return group === (window.holdsDefault ? 'ready' : 'tuned');
      })
      .map(({ optimizer }) => optimizer);
  const [ready, tuned, behind] = [namesOf('ready'), namesOf('tuned'), namesOf('behind')];
  const are = (names: readonly string[]) => (names.length === 1 ? 'is' : 'are');
  const whose =
    ready.length === 1
      ? 'its best at the rate it comes with'
      : 'their best at the rate they come with';
  return [
    ready.length > 0
      ? `${listed(ready)} ${are(ready)} near ${whose}`
      : 'Nobody is near their best at the rate they come with',
    ...(ready.length > 0 && tuned.length > 0 ? [`${listed(tuned)} ${are(tuned)} not`] : []),
    ...(ready.length > 0 && behind.length > 0
      ? [`${listed(behind)} ${behind.length === 1 ? 'stays' : 'stay'} far behind`]
      : []),
  ].join('; ');
}

/** A panel for each optimizer: what it reaches at each rate, before the others in grey. */
function windowsPicture(drawing: Drawing, sweep: Sweep): Picture {
  const { windows, standings, setting } = sweep;
  const { measure } = setting;
  const colors = lineColors(windows.map(({ optimizer }) => optimizer));
  const lineOf = (name: string): Line => ({
    label: '',
    color: colors[name],
    hasDots: true,
    points: standings
      .filter(({ optimizer, diverged }) => optimizer === name && diverged === 0)
      .flatMap(({ learningRate, final }) =>
        final === null
          ? []
          : [{ x: learningRate, y: final.mean, low: final.least, high: final.most }],
      ),
  });
  const all = windows.map(({ optimizer }) => ({ optimizer, line: lineOf(optimizer) }));
  const values = standings.flatMap(({ final }) => (final ? [final.least, final.most] : []));
  const rates = standings.map(({ learningRate }) => learningRate);
  const xDomain = [Math.min(...rates) / 1.5, Math.max(...rates) * 1.5] as const;
  const yDomain = measure.isHigherBetter
    ? ([0, 1] as const)
    : ([Math.min(...values), Math.max(...values)] as const);
  return makePicture({
    name: 'working-windows',
    title: 'How good each optimizer is at each rate',
    subtitle: `${capital(measure.label)} against the learning rate α. Shaded: about as good as its best. Dotted: the rate it comes with. The others in grey.`,
    description: windows.map((window) => windowSentence(sweep, window)).join(' '),
    panels: windows.length,
    columns: Math.min(3, windows.length),
    narrowColumns: windows.length > 1 ? 2 : 1,
    panel(width, index) {
      const { from, to, optimizer, defaultRate } = windows[index];
      const faint = all
        .filter((each) => each.optimizer !== optimizer)
        .map(
          ({ line }): Line => ({
            ...line,
            isFaint: true,
            hasDots: false,
            points: line.points.map(({ x, y }) => ({ x, y })),
          }),
        );
      return linePanel(drawing, {
        lines: [...faint, all[index].line],
        width,
        height: 160,
        heading: optimizer,
        xLabel: '',
        yLabel: '',
        xType: 'log',
        yType: measure.isHigherBetter || Math.min(...values) <= 0 ? 'linear' : 'log',
        xDomain,
        yDomain,
        xTicks: everyOther([...new Set(sweep.rates)], width < 200 ? 3 : 4),
        xFormat: showRate,
        yFormat: (value) => showMeasure(measure, value).replace('.0 %', '%'),
        band:
          from === null || to === null ? null : from === to ? [from / 1.3, from * 1.3] : [from, to],
        mark: { x: defaultRate, label: '' },
      });
    },
  });
}

/** About `most` of the values, evenly taken. */
function everyOther(values: readonly number[], most: number): readonly number[] {
  const step = Math.ceil(values.length / most);
  return values.filter((_, i) => i % step === 0);
}

/**
 * The lecture's picture: loss against epochs, a line for each rate. For the first of the line-up that learns in
 * mini-batches as the others do, and for the last.
 */
function learningPictures(drawing: Drawing, { setting, runs, windows }: Sweep): readonly Picture[] {
  const names = setting.entrants.map(({ name }) => name);
  const inBatches = setting.entrants.find(({ batchSize }) => batchSize !== 'all')?.name;
  const chosen = [...new Set([inBatches ?? names[0], names[names.length - 1]])];
  const starts = runs.flatMap(({ start }) => start.val_loss ?? start.loss ?? []);
  const losses = runs.flatMap(({ curves }) => curves.loss ?? []).filter((value) => value > 0);
  if (losses.length === 0) return [];
  const top = Math.max(...starts.slice(0, 1)) * 1.25;
  const yDomain = [Math.min(...losses) * 0.9, top] as const;
  return [
    makePicture({
      name: 'learning-curves',
      title: `Training loss at each rate: ${listed(chosen)}`,
      subtitle:
        'The number at the end of a line is its learning rate α. Lines that leave the frame at the top do not learn.',
      description: chosen
        .map((name) => {
          const window = windows.find(({ optimizer }) => optimizer === name);
          return `${name} learns best at ${window?.bestRate ?? 'none of the rates'}.`;
        })
        .join(' '),
      panels: chosen.length,
      columns: chosen.length,
      narrowColumns: 1,
      panel(width, index) {
        const own = runs.filter(({ optimizer }) => optimizer === chosen[index]);
        const rates = [...new Set(own.map(({ learningRate }) => learningRate))].sort(
          (a, b) => a - b,
        );
        const ramp = rampColors(rates.length);
        return linePanel(drawing, {
          lines: rates.map((rate, i) => ({
            label: showRate(rate),
            color: ramp[i],
            points: medianCurve(
              own.filter(({ learningRate }) => learningRate === rate),
              'loss',
            ),
          })),
          width,
          height: 300,
          heading: chosen[index],
          xLabel: 'epoch',
          yLabel: 'training loss',
          yType: 'log',
          yFormat: showNumber,
          xDomain: [1, Math.max(2, setting.epochs)],
          yDomain,
        });
      },
    }),
  ];
}

/** The middle of several runs at each epoch, with the least and the most. */
export function medianCurve(runs: readonly TrainingRun[], name: string): Line['points'] {
  const epochs = Math.max(0, ...runs.map(({ curves }) => curves[name]?.length ?? 0));
  return Array.from({ length: epochs }, (_, epoch) => {
    const values = runs.flatMap(({ curves }) => curves[name]?.[epoch] ?? []);
    return { x: epoch + 1, y: median(values), low: Math.min(...values), high: Math.max(...values) };
  });
}
