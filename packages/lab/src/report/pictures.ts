import { comparisonPictures } from './comparison-pictures.ts';
import { diagnosisPictures } from './diagnosis-pictures.ts';
import { type Drawing, loadDrawing } from './drawing.ts';
import { explanationPictures } from './explanation-pictures.ts';
import { pathPictures } from './path-pictures.ts';
import type { Picture } from './picture.ts';
import { probePictures } from './probe-pictures.ts';
import type { Result } from './result.ts';
import { sweepPictures } from './sweep-pictures.ts';

/**
 * The pictures of a result, as SVG that needs nothing else: light or dark as the reader prefers, with title and
 * description for those who do not see them. Drawn by Observable Plot, which is loaded by the first call.
 *
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
  return draw(await loadDrawing(), result);
}

function draw(drawing: Drawing, result: Result): readonly Picture[] {
  switch (result.kind) {
    case 'comparison':
      return comparisonPictures(drawing, result);
    case 'sweep':
      return sweepPictures(drawing, result);
    case 'paths':
      return pathPictures(drawing, result);
    case 'probe':
      return probePictures(drawing, result);
    case 'explanation':
      return explanationPictures(drawing, result);
    case 'diagnosis':
      return diagnosisPictures(drawing, result);
  }
}
