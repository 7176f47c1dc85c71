import { type Result, requireResult } from 'tsuno/lab/words';
import { comparisonPictures } from './comparison-pictures.ts';
import { diagnosisPictures } from './diagnosis-pictures.ts';
import { loadDrawing } from './drawing.ts';
import { explanationPictures } from './explanation-pictures.ts';
import { pathPictures } from './path-pictures.ts';
import type { Picture } from './picture.ts';
import { probePictures } from './probe-pictures.ts';
import { sweepPictures } from './sweep-pictures.ts';

/**
 * The pictures of a result, as SVG that needs nothing else: light or dark as the reader prefers, with title and
 * description for those who do not see them. Drawn by Observable Plot, which is loaded by the first call.
 *
 * @throws OptionError for something that is no result.
 * @example
 * import { pictures } from '@tsuno/drawing';
 * import { lab, optimizers } from 'tsuno';
 *
 * const paths = await lab.tracePaths({
 *   surface: lab.functions.bowl(),
 *   start: [-9, 3],
 *   optimizers: { Adam: optimizers.Adam({ learningRate: 0.3 }) },
 * });
 * const [picture] = await pictures(paths);
 * console.assert(picture.svg.startsWith('<svg'));
 */
export async function pictures(result: Result): Promise<readonly Picture[]> {
  requireResult('pictures', result);
  const drawing = await loadDrawing();
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
