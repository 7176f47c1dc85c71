import { OptionError } from '@tsuno/core';

/** The most numbers that a metric keeps: 64 MB as float32. */
const MOST_STATISTICS = 2 ** 24;

/** @throws OptionError for more statistics than fit into memory, before any of them is made. */
export function requireFewStatistics(who: string, what: string, count: number): void {
  if (count <= MOST_STATISTICS) return;
  throw new OptionError(
    `${who}: ${what} has ${count} numbers, but a metric keeps at most ${MOST_STATISTICS}.`,
  );
}
