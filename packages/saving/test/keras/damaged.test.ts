import { TsunoError } from '@tsuno/core';
import * as fc from 'fast-check';
import { golden } from '../../../testing/src/index.ts';
import { GOLDENS, registry } from '../../../testing/src/keras-files.ts';
import { Sequential } from '../../../tsuno/src/index.ts';
import { fromKerasJson } from '../../src/keras/from-keras-json.ts';

/** Values that may stand anywhere in JSON that somebody has changed. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e308,
  2 ** 60,
  '',
  'dense',
  'relu',
  'constructor',
  '__proto__',
  'toString',
  '>',
  'x'.repeat(2_000),
  [],
  [null],
  [[]],
  [0, 0, 0],
  {},
  { class_name: 'Dense', config: {} },
  { class_name: 'Dense', config: null },
  { class_name: '', config: {} },
  {
    class_name: 'function',
    config: 'constructor',
    module: 'builtins',
    registered_name: 'function',
  },
  { class_name: 'function', config: null, module: 'builtins' },
  { class_name: '__tuple__', items: { length: 3 } },
  { class_name: '__tensor__', config: { value: 1 } },
  { class_name: 'SeedGenerator', config: null },
  { class_name: 'Sequential', config: { layers: [] } },
  { class_name: 'ReLU', config: { max_value: -1 } },
  { module: 'keras.layers', class_name: 'Input', config: { shape: [2] } },
  { module: 'tsuno', class_name: 'toString', config: {}, registered_name: 'tsuno>constructor' },
];

/** Every place in JSON: the object or list, and the key in it. */
function placesIn(json: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [
    [...path, key],
    ...placesIn(value, [...path, key]),
  ]);
}

const MODELS: readonly unknown[] = [
  ...GOLDENS.flatMap(({ models }) => models.map(({ json }) => json)),
  ...Object.values(golden<{ files: object }>('tfjs-files.json').files),
];
const PLACES = MODELS.map((json) => placesIn(json));

const edits = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom('set', 'delete', 'add', 'copy'),
    value: fc.nat({ max: VALUES.length - 1 }),
    from: fc.nat(),
  }),
  { minLength: 1, maxLength: 3 },
);

it('a changed model opens as a model, or is refused with words', () => {
  let opened = 0;
  fc.assert(
    fc.property(fc.nat({ max: MODELS.length - 1 }), edits, (which, changes) => {
      const json = structuredClone(MODELS[which]);
      for (const { at, how, value, from } of changes) {
        const path = PLACES[which][at % PLACES[which].length];
        const source = PLACES[which][from % PLACES[which].length];
        const parent = lookup(json, path.slice(0, -1)) as Record<string, unknown> | undefined;
        if (typeof parent !== 'object' || parent === null) continue;
        const key = path[path.length - 1];
        if (how === 'delete') delete parent[key];
        else if (how === 'add') Object.assign(parent, { tsuno: VALUES[value] });
        else parent[key] = how === 'set' ? VALUES[value] : structuredClone(lookup(json, source));
      }
      try {
        Sequential.fromJSON(fromKerasJson(json, { registry }));
        opened += 1;
      } catch (error) {
        if (!(error instanceof TsunoError)) throw error;
        expect(error.message.length).toBeLessThan(3_000);
      }
    }),
    { numRuns: 3_000, seed: 7 },
  );
  // Otherwise it would be other models that are looked at.
  expect(opened).toBeGreaterThan(300);
});

function lookup(json: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[key],
    json,
  );
}
