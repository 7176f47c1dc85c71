import { isPlainObject } from '@tsuno/core';

/** `(x, y, options)` or, for an iterable, `(x, options)`. */
export function splitArguments<O>(
  given: readonly unknown[],
): readonly [unknown, unknown, O | undefined] {
  const [x, y, options] = given;
  return options === undefined && isPlainObject(y)
    ? [x, undefined, y as O]
    : [x, y, options as O | undefined];
}
