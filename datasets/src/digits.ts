import { loadTable, type TableSet } from './tables/load-table.ts';

/** A pixel as a letter: a is 0, q is 16. */
const PAPER = 'a'.charCodeAt(0);

/**
 * Handwritten digits, 8 × 8 pixels from 0 (paper) to 16 (ink): 1,797 of them, a set that trains in a second and runs everywhere.
 *
 * Each row has the 64 pixels of a digit; `layers.Reshape({ targetShape: [8, 8] })` makes pictures of them. Divide by 16, with
 * `layers.Rescaling({ scale: 1 / 16 })`.
 *
 * @example
 * import { digits } from '@tsuno/datasets';
 *
 * const { x, y } = await digits.load();
 * console.assert(x.shape.join() === '1797,64');
 * console.assert(y.dataSync()[0] === 0);
 */
export const digits = Object.freeze({ load });

async function load(): Promise<TableSet> {
  const pixels = Array.from({ length: 64 }, (_, at) => `pixel_${Math.floor(at / 8)}_${at % 8}`);
  return loadTable('digits.load', arguments, {
    featureNames: pixels,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    targetName: 'digit',
    about: '1,797 handwritten digits of thirteen people, 8 × 8 pixels from 0 (paper) to 16 (ink).',
    source:
      'E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (its test set), 1998; https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits',
    licence: 'CC BY 4.0 (UCI Machine Learning Repository)',
    rows: () => import('./tables/digits.gen.ts'),
    parse: (line) => Array.from({ length: 64 }, (_, at) => line.charCodeAt(at) - PAPER),
  });
}
