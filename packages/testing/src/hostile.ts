/** Values that no option or argument expects, by what they are. A function makes each anew. */
export const HOSTILE: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  NaN: () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  'minus infinity': () => Number.NEGATIVE_INFINITY,
  'minus zero': () => -0,
  'minus one': () => -1,
  'a half': () => 0.5,
  'a huge number': () => 1e308,
  'the smallest number': () => 5e-324,
  'a whole number beyond 2^53': () => 2 ** 60,
  'a large whole number': () => 1_000_000_007,
  bigint: () => 3n,
  true: () => true,
  'an empty string': () => '',
  'a number as a string': () => '0.5',
  'an unknown word': () => 'no_such_thing',
  'a name of every object': () => 'constructor',
  __proto__: () => '__proto__',
  symbol: () => Symbol('s'),
  'a function': () => () => 1,
  'a class': () => class Thing {},
  'an empty object': () => ({}),
  'an object with toString': () => ({ toString: () => '1', valueOf: () => 1 }),
  'an empty list': () => [],
  'a list of NaN': () => [Number.NaN],
  'a list of strings': () => ['a', 'b'],
  'a sparse list': () => new Array(3),
  'a list within itself': () => {
    const list: unknown[] = [];
    list.push(list);
    return list;
  },
  'an object within itself': () => {
    const object: Record<string, unknown> = {};
    object.self = object;
    return object;
  },
  Map: () => new Map([['units', 3]]),
  Set: () => new Set([1]),
  Promise: () => Promise.resolve(1),
  Date: () => new Date(0),
  'a typed array': () => new Float32Array(2),
  'a regular expression': () => /x/,
  'an instance of a class': () => new (class Thing {})(),
  'an object without a prototype': () => Object.create(null),
  'a description of no type': () => ({ type: 'thing', kind: 'Thing', config: {} }),
};
