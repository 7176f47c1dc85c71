import { show } from '../src/index.ts';

class Robot {}

describe('show', () => {
  it.each([
    ['a string', 'adam', '"adam"'],
    ['a string with quotes', 'a"b', '"a\\"b"'],
    ['a number', 1.5, '1.5'],
    ['minus zero', -0, '-0'],
    ['NaN', Number.NaN, 'NaN'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a truth', true, 'true'],
    ['a list', [1, 'a', [2]], '[1, "a", [2]]'],
    ['a list of eight', [1, 2, 3, 4, 5, 6, 7, 8], '[1, 2, 3, 4, 5, 6, 7, 8]'],
    ['a long list', Array(784).fill(0), '[0, 0, 0, 0, 0, 0, 0, 0, … 784 in all]'],
    ['a typed array', new Float32Array(3), 'Float32Array(3)'],
    ['a view', new DataView(new ArrayBuffer(5)), 'DataView(5)'],
    ['a function with a name', Math.sin, 'function sin'],
    ['a function without', (() => () => {})(), 'a function'],
    ['a description', { kind: 'Adam', config: {} }, 'Adam(…)'],
    ['an object', { a: 1, b: 2 }, '{ a, b }'],
    [
      'an object with many keys',
      { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 },
      '{ a, b, c, d, e, f, … }',
    ],
    ['an object without a prototype', Object.create(null), '{  }'],
    ['an instance', new Robot(), 'a Robot'],
    ['a map', new Map(), 'a Map'],
  ])('shows %s in short', (_what, value, text) => {
    expect(show(value)).toBe(text);
  });
});
