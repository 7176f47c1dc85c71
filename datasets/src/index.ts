export { breastCancer } from './breast-cancer.ts';
export {
  type CoffeeRoasting,
  type CoffeeRoastingOptions,
  coffeeRoasting,
} from './coffee-roasting.ts';
export { type DiabetesOptions, diabetes } from './diabetes.ts';
export { digits } from './digits.ts';
export { type Idx, readIdx } from './idx.ts';
export { iris } from './iris.ts';
export type { MnistData, MnistOptions } from './mnist/mnist-data.ts';
export { mnist } from './mnist.ts';
export { type StraightLine, type StraightLineOptions, straightLine } from './straight-line.ts';
export type { TableSet } from './tables/load-table.ts';
export { wine } from './wine.ts';
