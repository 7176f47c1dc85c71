export {
  type CoffeeRoasting,
  type CoffeeRoastingOptions,
  coffeeRoasting,
} from './coffee-roasting.ts';
export { type Idx, readIdx } from './idx.ts';
export type { MnistData, MnistOptions } from './mnist/mnist-data.ts';
export { mnist } from './mnist.ts';
export { type StraightLine, type StraightLineOptions, straightLine } from './straight-line.ts';
