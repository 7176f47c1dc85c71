/** A value as an error message shows it: short, on one line, never `[object Object]`. */
export function show(value: unknown): string {
  return showAt(value, 0);
}

/** Lists in lists are shown this deep. */
const DEPTH = 3;

function showAt(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'function') return value.name ? `function ${value.name}` : 'a function';
  if (Array.isArray(value)) {
    if (depth === DEPTH) return '[…]';
    const shown = Array.from(value.slice(0, 8), (item) => showAt(item, depth + 1)).join(', ');
    return value.length > 8 ? `[${shown}, … ${value.length} in all]` : `[${shown}]`;
  }
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name}(${'length' in value ? value.length : value.byteLength})`;
  }
  if (typeof value === 'object' && value !== null) {
    if ('kind' in value && typeof value.kind === 'string') return `${value.kind}(…)`;
    const { constructor: maker } = value;
    const isInstance = typeof maker === 'function' && maker !== Object && maker.name !== '';
    if (isInstance && maker.name !== 'Object') return `a ${maker.name}`;
    const keys = Object.keys(value);
    return `{ ${keys.slice(0, 6).join(', ')}${keys.length > 6 ? ', …' : ''} }`;
  }
  return String(value);
}
