/** Where two values of JSON differ first, and what each of them has there. */
export interface Difference {
  /** `layers[1].config.units` */
  readonly path: string;
  readonly one: unknown;
  readonly other: unknown;
}

/** Null when they do not. What is undefined is not there. */
export function firstDifference(one: unknown, other: unknown, path = ''): Difference | null {
  if (Object.is(one, other)) return null;
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) {
    return { path, one, other };
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const place = Array.isArray(one) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const difference = firstDifference(own(one, key), own(other, key), place);
    if (difference !== null) return difference;
  }
  return null;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
