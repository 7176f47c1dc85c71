import { loadTable, type TableSet } from './tables/load-table.ts';

/**
 * Fisher's irises: 150 flowers of three kinds, fifty each, with the lengths and widths of their sepals and petals in
 * centimetres. One kind parts from the others by a line, these two from each other do not quite.
 *
 * The numbers are scikit-learn's, which are Fisher's own: two flowers differ from the copy at UCI.
 *
 * @example
 * import { iris } from '@tsuno/datasets';
 *
 * const { x, y, featureNames, classNames } = await iris.load();
 * console.assert(x.shape.join() === '150,4' && featureNames[3] === 'petal width (cm)');
 * console.assert(classNames[y.dataSync()[149]] === 'virginica');
 */
export const iris = Object.freeze({ load });

async function load(): Promise<TableSet> {
  return loadTable('iris.load', arguments, {
    featureNames: [
      'sepal length (cm)',
      'sepal width (cm)',
      'petal length (cm)',
      'petal width (cm)',
    ],
    classNames: ['setosa', 'versicolor', 'virginica'],
    targetName: 'species',
    about: '150 irises of three species, fifty each: length and width of sepals and petals.',
    source:
      'R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936); https://archive.ics.uci.edu/dataset/53/iris',
    licence: 'CC BY 4.0 (UCI Machine Learning Repository)',
    rows: () => import('./tables/iris.gen.ts'),
  });
}
