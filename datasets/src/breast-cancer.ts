import { loadTable, type TableSet } from './tables/load-table.ts';

/**
 * Tumours of the breast, malignant (0) or benign (1): 569 of them. Ten features of the cells' nuclei in a picture of a fine needle
 * aspirate, each as the mean over all nuclei, its standard error, and the mean of the three worst.
 *
 * @example
 * import { breastCancer } from '@tsuno/datasets';
 *
 * const { x, y, classNames } = await breastCancer.load();
 * console.assert(x.shape.join() === '569,30');
 * console.assert(classNames[y.dataSync()[0]] === 'malignant');
 */
export const breastCancer = Object.freeze({ load });

const MEASURES = [
  'radius',
  'texture',
  'perimeter',
  'area',
  'smoothness',
  'compactness',
  'concavity',
  'concave points',
  'symmetry',
  'fractal dimension',
];

async function load(): Promise<TableSet> {
  return loadTable('breastCancer.load', arguments, {
    featureNames: [
      ...MEASURES.map((measure) => `mean ${measure}`),
      ...MEASURES.map((measure) => `${measure} error`),
      ...MEASURES.map((measure) => `worst ${measure}`),
    ],
    classNames: ['malignant', 'benign'],
    targetName: 'diagnosis',
    about:
      '569 tumours of the breast, malignant or benign: thirty features of the nuclei of their cells.',
    source:
      'W. H. Wolberg, W. N. Street and O. L. Mangasarian, Breast Cancer Wisconsin (Diagnostic), 1995; https://archive.ics.uci.edu/dataset/17/breast+cancer+wisconsin+diagnostic',
    licence: 'CC BY 4.0 (UCI Machine Learning Repository)',
    rows: () => import('./tables/breast-cancer.gen.ts'),
  });
}
