import { comparisonPictures } from './comparison-pictures.ts';
import { diagnosisPictures } from './diagnosis-pictures.ts';
import { loadDrawing } from './drawing.ts';
import { explanationPictures } from './explanation-pictures.ts';
import { pathPictures } from './path-pictures.ts';
import type { Picture } from './picture.ts';
import { probePictures } from './probe-pictures.ts';
import type { Result } from './result.ts';
import { sweepPictures } from './sweep-pictures.ts';

/** Draws what there is to draw of a result. `pictures` loads this file, and with it all that draws, when it is called. */
export async function drawResult(result: Result): Promise<readonly Picture[]> {
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
