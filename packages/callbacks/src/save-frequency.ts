import { option } from '@tsuno/core';

/** When to save: `'epoch'`, or after so many batches. */
/* @__NO_SIDE_EFFECTS__ */
export function saveFrequency() {
  return option.kind<'epoch' | number, 'epoch' | number, ['epoch']>(
    {
      takes: "'epoch' or a whole number of batches of at least 1",
      read: (given) =>
        given === 'epoch' || (Number.isSafeInteger(given) && (given as number) >= 1)
          ? (given as 'epoch' | number)
          : undefined,
      hint: (given) =>
        given === false
          ? ' Without a frequency nothing would ever be saved: leave the callback out.'
          : '',
    },
    'epoch',
  );
}
