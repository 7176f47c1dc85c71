import { OptionError } from 'tsuno/core';

/** What a made-up set may take in memory: 1 GiB. */
const BUDGET = 2 ** 30;

/** @throws OptionError, before anything is allocated, for more examples than there is room for. */
export function requireBudget(who: string, examples: number, bytesEach: number): void {
  const most = Math.floor(BUDGET / bytesEach);
  if (examples <= most) return;
  const gigabytes = (examples * bytesEach) / 1e9;
  throw new OptionError(
    `${who}: examples must be at most ${most.toLocaleString('en-US')}, got ${examples.toLocaleString('en-US')}, which would take ${gigabytes.toLocaleString('en-US', { maximumFractionDigits: 1 })} GB. Load fewer.`,
  );
}
