import type { Paths } from 'tsuno/lab';
import { capital, pathStatements } from 'tsuno/lab/words';
import type { Drawing } from './drawing.ts';
import { lineColors } from './palette.ts';
import { pathPanel } from './path-panel.ts';
import { makePicture, type Picture } from './picture.ts';

/** All paths beside each other, on the same contours. */
export function pathPictures(drawing: Drawing, paths: Paths): readonly Picture[] {
  const colors = lineColors(paths.paths.map(({ optimizer }) => optimizer));
  const count = paths.paths.length;
  return [
    makePicture({
      name: 'paths',
      title: capital(
        paths.paths.map(({ optimizer, walk }) => `${optimizer} ${VERBS[walk.course]}`).join(' · '),
      ),
      subtitle: [
        `${paths.surface.formula}. ○ start, ● end after ${paths.steps} steps${paths.surface.minimum ? ', + the minimum' : ''}.`,
        ...paths.notes,
      ].join(' '),
      description: pathStatements(paths).join(' '),
      panels: count,
      columns: Math.min(count, 3),
      narrowColumns: 1,
      panel: (width, index) =>
        pathPanel(drawing, paths, paths.paths[index], colors[paths.paths[index].optimizer], width),
    }),
  ];
}

const VERBS = {
  diverges: 'diverges',
  oscillates: 'oscillates',
  creeps: 'creeps',
  arrives: 'arrives',
  travels: 'is on its way',
} as const;
