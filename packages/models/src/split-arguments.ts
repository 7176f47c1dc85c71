import { isPlainObject } from '@tsuno/core';
import type { ArrayLikeData } from './data/to-rows.ts';

/**
 * What `fit` and `evaluate` take after `x`: targets and options, or options alone where `x` gives batches of both. One
 * signature and no overloads, of which the compiler would only say that none matches.
 */
export type ArgumentsAfter<X, Options> = [X] extends [never]
  ? WithTargets<Options> | Alone<Options>
  : X extends ArrayLikeData
    ? WithTargets<Options>
    : Alone<Options>;

type WithTargets<Options> = [y: ArrayLikeData, options?: Options];
type Alone<Options> = [options?: Options];

/** `(y, options)` or, for an iterable that gives both x and y, `(options)`. */
export function splitArguments<O>(given: readonly unknown[]): readonly [unknown, O | undefined] {
  const [y, options] = given;
  return options === undefined && isPlainObject(y)
    ? [undefined, y as O]
    : [y, options as O | undefined];
}
