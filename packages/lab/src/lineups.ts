import * as optimizers from '@tsuno/optimizers';
import type { Lineup } from './compare/entrant.ts';

/**
 * Everybody that there is, by name; the rest of the line-ups choose among these. Each comes with Keras's default rate.
 *
 * @example
 * import { lab } from 'tsuno';
 *
 * console.assert('Adam' in lab.lineups.everything());
 */
export function everything() {
  return {
    'batch gradient descent': { optimizer: optimizers.SGD(), batchSize: 'all' },
    SGD: optimizers.SGD(),
    momentum: optimizers.SGD({ momentum: 0.9 }),
    Nesterov: optimizers.SGD({ momentum: 0.9, nesterov: true }),
    AdaGrad: optimizers.Adagrad(),
    Adadelta: optimizers.Adadelta(),
    RMSprop: optimizers.RMSprop(),
    Adam: optimizers.Adam(),
    AdamW: optimizers.AdamW(),
    Adamax: optimizers.Adamax(),
    Nadam: optimizers.Nadam(),
    Lion: optimizers.Lion(),
    Ftrl: optimizers.Ftrl(),
  } as const satisfies Lineup;
}

/** The lecture's two: gradient descent, one step for each pass over all examples, and Adam on mini-batches. */
export function lecture(): Lineup {
  return choose('batch gradient descent', 'Adam');
}

/** Gradient descent in four forms, and Adam: what momentum alone brings, and what it does not. */
export function momentum(): Lineup {
  return choose('batch gradient descent', 'SGD', 'momentum', 'Nesterov', 'Adam');
}

/** The way from gradient descent to Adam: what `npm run compare` takes by default. */
export function classic(): Lineup {
  return choose(
    'batch gradient descent',
    'SGD',
    'momentum',
    'Nesterov',
    'AdaGrad',
    'RMSprop',
    'Adam',
  );
}

/** Adam and its relatives. */
export function adaptive(): Lineup {
  return choose('RMSprop', 'Adam', 'AdamW', 'Adamax', 'Nadam', 'Lion');
}

function choose(...names: readonly (keyof ReturnType<typeof everything>)[]): Lineup {
  const all = everything();
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
