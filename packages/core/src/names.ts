import { closest, distance } from 'fastest-levenshtein';

/**
 * `SparseCategoricalCrossentropy` → `sparse_categorical_crossentropy`, by Keras's rule: `ReLU` → `re_lu`.
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/utils/naming.py (`to_snake_case`).
 */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** `SnakeCase<'MeanSquaredError'>` is `'mean_squared_error'`: {@link snakeCase} for the compiler. */
export type SnakeCase<
  S extends string,
  Before extends string = '',
> = S extends `${infer Letter}${infer Rest}`
  ? `${BeginsWord<Before, Letter, Rest> extends true ? '_' : ''}${Lowercase<Letter>}${SnakeCase<Rest, Letter>}`
  : S;

/** A capital that is not the first letter, after a small letter or before one: of `ReLU` the L, of `SGD` none. */
type BeginsWord<
  Before extends string,
  Letter extends string,
  Rest extends string,
> = Before extends ''
  ? false
  : Letter extends Lowercase<Letter>
    ? false
    : Before extends Uppercase<Before>
      ? Rest extends Capitalize<Rest>
        ? false
        : true
      : true;

/** The known name that `name` is most likely meant to be, or `undefined` when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const best = closest(plain(name), known.map(plain));
  const index = known.map(plain).indexOf(best);
  return distance(plain(name), best) <= Math.max(2, best.length / 3) ? known[index] : undefined;
}

/** ` Did you mean "x"?`, or nothing: the end of a sentence about an unknown name. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}
