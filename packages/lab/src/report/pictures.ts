import type { Picture } from './picture.ts';
import { type Result, requireResult } from './result.ts';

/**
 * The pictures of a result, as SVG that needs nothing else: light or dark as the reader prefers, with title and
 * description for those who do not see them. Drawn by Observable Plot, which is loaded by the first call.
 *
 * @throws OptionError for something that is no result.
 * @example
 * import { lab, optimizers } from 'tsuno';
 *
 * const paths = await lab.tracePaths({
 *   surface: lab.functions.bowl(),
 *   start: [-9, 3],
 *   optimizers: { Adam: optimizers.Adam({ learningRate: 0.3 }) },
 * });
 * const [picture] = await lab.pictures(paths);
 * console.assert(picture.svg.startsWith('<svg'));
 */
export async function pictures(result: Result): Promise<readonly Picture[]> {
  requireResult('pictures', result);
  const { drawResult } = await import('./draw-result.ts');
  return drawResult(result);
}
