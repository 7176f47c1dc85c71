import {
  isDescription,
  type Optimizer,
  OptionError,
  refuseUnknownOptions,
  requireSettableRate,
  requireWhole,
  show,
} from '@tsuno/core';

/** An optimizer in a comparison; with a batch size where that is not everybody's. */
export type Entrant =
  | Optimizer
  | { readonly optimizer: Optimizer; readonly batchSize: number | 'all' };

/** Who takes part, by the names that pictures and texts use: `{ Adam: optimizers.Adam() }`. */
export type Lineup = Readonly<Record<string, Entrant>>;

/** An entrant with everything filled in. */
export interface ResolvedEntrant {
  readonly name: string;
  readonly optimizer: Optimizer;
  readonly batchSize: number | 'all';
}

/** @throws OptionError for a line-up that is empty, or in which something is no optimizer. */
export function resolveLineup(
  who: string,
  lineup: unknown,
  batchSize: number | 'all',
): readonly ResolvedEntrant[] {
  if (
    typeof lineup !== 'object' ||
    lineup === null ||
    Array.isArray(lineup) ||
    isDescription(lineup)
  ) {
    throw new OptionError(
      `${who}: optimizers must be an object, name → optimizer, such as { Adam: optimizers.Adam() }, got ${show(lineup)}.`,
    );
  }
  const entries = Object.entries(lineup);
  if (entries.length === 0) throw new OptionError(`${who}: optimizers is empty.`);
  return entries.map(([name, given]) => {
    if (isDescription(given, 'optimizer')) {
      return { name, optimizer: given as Optimizer, batchSize };
    }
    if (
      typeof given !== 'object' ||
      given === null ||
      !isDescription(given.optimizer, 'optimizer')
    ) {
      throw new OptionError(
        `${who}: ${show(name)} must be an optimizer, or { optimizer, batchSize }, got ${show(given)}.`,
      );
    }
    const { optimizer, batchSize: own, ...unknown } = given;
    refuseUnknownOptions(`${who}: ${show(name)}`, unknown, ['optimizer', 'batchSize']);
    requireBatchSize(`${who}: ${show(name)}`, own);
    return { name, optimizer, batchSize: own };
  });
}

/** @throws OptionError for what is no optimizer. */
export function requireOptimizer(who: string, optimizer: unknown): asserts optimizer is Optimizer {
  if (isDescription(optimizer, 'optimizer')) return;
  throw new OptionError(
    `${who}: optimizer must be made by a factory, such as optimizers.Adam(), got ${show(optimizer)}.`,
  );
}

/** @throws OptionError unless it is 'all' or a whole number from 1 on. */
export function requireBatchSize(who: string, batchSize: unknown): void {
  if (batchSize !== 'all') requireWhole(who, { batchSize }, 1);
}

/**
 * The same optimizer at another rate. A rule is handed its rate at each step, so nothing else changes.
 *
 * @throws OptionError where the rate follows a schedule.
 */
export function atRate(who: string, optimizer: Optimizer, learningRate: number): Optimizer {
  requireSettableRate(who, optimizer);
  return Object.freeze({
    ...optimizer,
    learningRate,
    config: Object.freeze({ ...optimizer.config, learningRate }),
  });
}
