/** A value as an error message shows it: short, on one line, never `[object Object]`. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'function') return value.name ? `function ${value.name}` : 'a function';
  if (Array.isArray(value)) {
    const shown = value.slice(0, 8).map(show).join(', ');
    return value.length > 8 ? `[${shown}, … ${value.length} in all]` : `[${shown}]`;
  }
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name}(${'length' in value ? value.length : value.byteLength})`;
  }
  if (typeof value === 'object' && value !== null) {
    if ('kind' in value && typeof value.kind === 'string') return `${value.kind}(…)`;
    const keys = Object.keys(value);
    if (value.constructor !== Object && value.constructor?.name)
      return `a ${value.constructor.name}`;
    return `{ ${keys.slice(0, 6).join(', ')}${keys.length > 6 ? ', …' : ''} }`;
  }
  return String(value);
}
