import { loadTable, type TableSet } from './tables/load-table.ts';

/**
 * Wines of three growers in one region of Italy: 178 of them, with thirteen measurements of a chemical analysis. Features
 * differ in size by a factor of a thousand, so a model learns this set best behind a `Normalization`.
 *
 * @example
 * import { wine } from '@tsuno/datasets';
 *
 * const { x, y, featureNames } = await wine.load();
 * console.assert(x.shape.join() === '178,13' && featureNames[0] === 'alcohol');
 * console.assert(y.dtype === 'int32');
 */
export const wine = Object.freeze({ load });

async function load(): Promise<TableSet> {
  return loadTable('wine.load', arguments, {
    featureNames: [
      'alcohol',
      'malic_acid',
      'ash',
      'alcalinity_of_ash',
      'magnesium',
      'total_phenols',
      'flavanoids',
      'nonflavanoid_phenols',
      'proanthocyanins',
      'color_intensity',
      'hue',
      'od280/od315_of_diluted_wines',
      'proline',
    ],
    classNames: ['class_0', 'class_1', 'class_2'],
    targetName: 'grower',
    about: '178 wines of three growers in one region of Italy: thirteen measurements of each.',
    source:
      'M. Forina and others, PARVUS, Institute of Pharmaceutical and Food Analysis and Technologies, Genoa (1988); https://archive.ics.uci.edu/dataset/109/wine',
    licence: 'CC BY 4.0 (UCI Machine Learning Repository)',
    rows: () => import('./tables/wine.gen.ts'),
  });
}
