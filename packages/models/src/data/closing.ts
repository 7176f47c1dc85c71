/** Something that is open until it is closed. Closing it again does nothing. */
export interface Closable {
  close(): void | Promise<void>;
}

/** Has something closed at the end. */
export type Keep = <C extends Closable>(opened: C) => C;

/**
 * Runs `use` and then closes all that it has handed to `keep`, the latest first, however it ended. The first error is the
 * one that is thrown: one of closing never hides what went wrong before.
 */
export async function closing<T>(use: (keep: Keep) => Promise<T>): Promise<T> {
  const opened: Closable[] = [];
  const errors: unknown[] = [];
  const result = await use((closable) => {
    opened.push(closable);
    return closable;
  }).catch((error) => {
    errors.push(error);
    return null;
  });
  for (const closable of opened.reverse()) {
    try {
      await closable.close();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return result as T;
}
