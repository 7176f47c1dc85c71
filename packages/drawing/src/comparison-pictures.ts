import type { Comparison } from 'tsuno/lab';
import {
  batchesSentence,
  capital,
  comparisonStatements,
  leaders,
  listed,
  showMeasure,
  showNumber,
} from 'tsuno/lab/words';
import type { Drawing } from './drawing.ts';
import { type Line, linePanel } from './line-panel.ts';
import { lineColors } from './palette.ts';
import { makePicture, type Picture } from './picture.ts';
import { medianCurve } from './sweep-pictures.ts';

/** The loss and the measure over the epochs, a line for each optimizer. */
export function comparisonPictures(drawing: Drawing, comparison: Comparison): readonly Picture[] {
  const { setting, runs } = comparison;
  const { measure, target, epochs } = setting;
  const names = setting.entrants.map(({ name }) => name);
  const colors = lineColors(names);
  const lines = (curve: string): readonly Line[] =>
    names.map((name) => ({
      label: name,
      color: colors[name],
      points: medianCurve(
        runs.filter(({ optimizer }) => optimizer === name),
        curve,
      ),
    }));
  const description = comparisonStatements(comparison).join(' ');
  const picture = (name: string, curve: string, title: string, isMeasure: boolean): Picture =>
    makePicture({
      name,
      title,
      subtitle: `${batchesSentence(setting)}${setting.seeds.length === 1 ? '' : ` Lines are the middle of ${setting.seeds.length} seeds, shaded from the least to the most.`}`,
      description,
      panels: 1,
      panel: (width) =>
        linePanel(drawing, {
          lines: lines(curve),
          width,
          height: 340,
          xLabel: 'epoch',
          yLabel: isMeasure ? measure.label : 'training loss',
          xDomain: [1, Math.max(2, epochs)],
          yType: isMeasure ? 'linear' : 'log',
          yDomain: isMeasure && measure.isHigherBetter ? [0, 1] : undefined,
          yFormat: isMeasure
            ? (value) => showMeasure(measure, value).replace('.0 %', '%')
            : showNumber,
          level:
            isMeasure && target !== null
              ? { y: target, label: `target ${showMeasure(measure, target)}` }
              : null,
        }),
    });
  const first = leaders(setting, comparison.standings);
  const lead =
    first.length === 0
      ? 'all runs diverged'
      : first.length === 1
        ? `${first[0]} leads after ${epochs} epochs`
        : `${listed(first)} lead after ${epochs} epochs, too close to call`;
  return [
    picture('measure', measure.name, `${capital(measure.label)}: ${lead}`, true),
    ...(measure.name === 'loss'
      ? []
      : [picture('loss', 'loss', 'Training loss, epoch by epoch', false)]),
  ];
}
