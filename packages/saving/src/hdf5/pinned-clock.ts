/** 1980-01-01, the first day that a ZIP archive can name: the date of everything that is written. */
export const WRITTEN_AT = Date.UTC(1980, 0, 1);

/**
 * Runs `work` at a fixed time. The HDF5 library writes the time into each dataset, and h5wasm has no way to tell it not
 * to; the same model would be other bytes each time. Where `Date` is frozen the time is the true one.
 */
export function atFixedTime<T>(work: () => T): T {
  const { now } = Date;
  const isSet = Reflect.set(Date, 'now', () => WRITTEN_AT);
  try {
    return work();
  } finally {
    if (isSet) Date.now = now;
  }
}
