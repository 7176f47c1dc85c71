import { DataError } from '@tsuno/core';
import { cooperate } from '../event-loop.ts';

/** How far the reading of a source is. */
export interface SourcePosition {
  /** Passes that have been begun; for a table the number of the next one, on which its order depends. */
  readonly passes: number;
  /** Batches that have been read in the last of them. */
  readonly batches: number;
  /** Whether the end of that pass has been met. */
  readonly isEnded: boolean;
}

/**
 * Reads a source, pass after pass, up to a position. Passes that are over are read too: what a generator gives may depend
 * on all that was asked of it before.
 *
 * @throws DataError when it ends before the position.
 */
export async function readAgain(
  source: {
    restart(): boolean | Promise<boolean>;
    next(): unknown;
  },
  { passes, batches, isEnded }: SourcePosition,
  batchesAPass: number | null,
): Promise<void> {
  const breathe = cooperate();
  for (let pass = 1; pass <= passes; pass++) {
    const isLast = pass === passes;
    if (!(await source.restart())) throw tooShort(`pass ${pass}`, `only ${pass - 1}`);
    const wanted = isLast ? batches : batchesAPass;
    let read = 0;
    while (read !== wanted && (await source.next()) !== null) {
      read += 1;
      await breathe();
    }
    if (!isLast) continue;
    if (read < batches) throw tooShort(`batch ${batches} of pass ${pass}`, `${read}`);
    if (isEnded && (await source.next()) !== null) throw tooShort('the end of its pass', 'more');
  }
}

function tooShort(read: string, there: string): DataError {
  return new DataError(
    `fit: the run that was backed up had read the iterable to ${read}, but now it gives ${there}. Give the data of that run, from its beginning, or delete the backup.`,
  );
}
