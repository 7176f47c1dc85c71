import { showNumber } from '../compare/measure.ts';
import type { Path, Paths } from '../paths/trace-paths.ts';

/** What each path does, with the numbers that say so. */
export function pathStatements({ paths }: Pick<Paths, 'paths'>): readonly string[] {
  return paths.map((path) => {
    const { optimizer, learningRate, values, end, walk } = path;
    const back = walk.turns.map((share) => `${Math.round(100 * share)} %`);
    return `${optimizer} at α = ${showNumber(learningRate)}: ${courseInWords(path)}. J goes from ${showNumber(values[0])} to ${showNumber(end.value)}; ${back[0]} of the steps turn back along the first axis, ${back[1]} along the second.`;
  });
}

/** The course in a few words, from the numbers. */
export function courseInWords({ walk }: Path): string {
  switch (walk.course) {
    case 'diverges':
      return 'diverges';
    case 'oscillates':
      return 'oscillates';
    case 'creeps':
      return 'small steps, all one way';
    case 'arrives':
      return 'arrives';
    case 'travels':
      return 'on its way';
  }
}
