import type { Diagnosis } from 'tsuno/lab';
import { showNumber } from 'tsuno/lab/words';
import type { Drawing } from './drawing.ts';
import { color } from './palette.ts';
import { makePicture, type Picture, panelStyle } from './picture.ts';

/** For each layer the size of its gradient, and how many of its units are of no use. */
export function diagnosisPictures(drawing: Drawing, diagnosis: Diagnosis): readonly Picture[] {
  const { layers, findings } = diagnosis;
  const gradients = layers.flatMap(({ layer, gradient }) =>
    gradient === null || gradient === 0 ? [] : [{ layer, value: gradient }],
  );
  const idle = layers.flatMap(({ layer, saturated, dead }) => {
    const value = saturated ?? dead;
    return value === null ? [] : [{ layer, value }];
  });
  const description = findings.map(({ title, evidence }) => `${title} ${evidence}`).join(' ');
  const picture = (
    name: string,
    title: string,
    subtitle: string,
    rows: readonly Row[],
    isLog: boolean,
  ) =>
    rows.length === 0
      ? []
      : [
          makePicture({
            name,
            title,
            subtitle,
            description: description || 'Nothing stands out.',
            panels: 1,
            panel: (width) => bars(drawing, rows, width, isLog),
          }),
        ];
  return [
    ...picture(
      'gradients',
      'The gradient that reaches each layer',
      'Root of the mean square over its weights, from the first layer to the last, on a logarithmic scale.',
      gradients,
      true,
    ),
    ...picture(
      'idle-units',
      'Saturated and dead units in each layer',
      'Sigmoid and tanh: outputs at the ends of the range. Relu: units that give 0 for every example.',
      idle,
      false,
    ),
  ];
}

interface Row {
  readonly layer: string;
  readonly value: number;
}

function bars(
  { Plot, document }: Drawing,
  rows: readonly Row[],
  width: number,
  isLog: boolean,
): SVGSVGElement {
  const values = rows.map(({ value }) => value);
  const least = isLog ? Math.min(...values) / 10 : 0;
  const most = isLog ? Math.max(...values) : 1;
  const longest = Math.max(...rows.map(({ layer }) => layer.length));
  return Plot.plot({
    document,
    width,
    height: rows.length * 32 + 12,
    marginLeft: Math.ceil(longest * 7.6) + 12,
    marginRight: 76,
    marginTop: 4,
    marginBottom: 8,
    style: panelStyle(13),
    x: { type: isLog ? 'log' : 'linear', domain: [least, most], axis: null },
    y: {
      type: 'band',
      domain: rows.map(({ layer }) => layer),
      label: null,
      tickSize: 0,
      padding: 0.3,
    },
    marks: [
      Plot.barX(rows, { x1: least, x2: 'value', y: 'layer', fill: color('blue') }),
      Plot.text(rows, {
        x: 'value',
        y: 'layer',
        text: ({ value }) => (isLog ? showNumber(value) : `${(100 * value).toFixed(0)} %`),
        dx: 6,
        textAnchor: 'start',
        fill: color('ink'),
      }),
    ],
  }) as SVGSVGElement;
}
