import type { Chance } from './chance.ts';

/** What stands where something else is expected. */
const STRANGERS: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => 2 ** 53,
  () => 1e9,
  () => '',
  () => 'x'.repeat(100_000),
  () => '__proto__',
  () => '../../etc/passwd',
  () => '\u0000\ud800',
  () => [],
  () => Array.from({ length: 1000 }, () => []),
  () => ({}),
  () => ({ __proto__: null, constructor: { prototype: {} } }),
  () => JSON.parse('{"__proto__": {"isAdmin": true}}'),
  () => ({ class_name: 'Lambda', config: {}, module: 'keras.layers', registered_name: null }),
  () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 5000; depth++) deep = [deep];
    return deep;
  },
];

/** JSON of which one value is another, is missing, or stands twice. */
export function damageJson(chance: Chance, text: string): string {
  const root: unknown = JSON.parse(text);
  const places: (readonly [holder: Record<string, unknown>, key: string])[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value as Record<string, unknown>, key]);
      visit((value as Record<string, unknown>)[key]);
    }
  };
  visit(root);
  for (let count = 1 + chance.below(2); count > 0; count--) {
    const [holder, key] = chance.of(places);
    const way = chance.below(6);
    if (way === 0) delete holder[key];
    else if (way === 1) holder[key] = chance.of(places)[0];
    else if (way === 2 && Array.isArray(holder)) holder.push(holder[Number(key)]);
    else if (way === 3) {
      const name = chance.of(['x', '__proto__', 'toString', '']);
      const value = holder[key];
      Object.defineProperty(holder, name, { value, enumerable: true, configurable: true });
    } else holder[key] = chance.of(STRANGERS)();
  }
  try {
    return JSON.stringify(root);
  } catch {
    // It contains itself now.
    return text.replaceAll('1', '1e99');
  }
}
