/** A number that Python is to read as a float: 1 is written as `1.0`, because Keras refuses, or misreads, some ints. */
export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** JSON text of plain values, in which whole {@link PythonFloat}s keep their point. */
export function pythonJson(value: unknown): string {
  if (value instanceof PythonFloat) {
    const text = Object.is(value.value, -0) ? '-0' : JSON.stringify(value.value);
    return Number.isInteger(value.value) && /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, part]) => part !== undefined);
    return `{${entries.map(([key, part]) => `${JSON.stringify(key)}: ${pythonJson(part)}`).join(', ')}}`;
  }
  return JSON.stringify(value ?? null);
}
