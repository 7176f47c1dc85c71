/**
 * What an error of the system says, on one line: `fetch failed (ENOTFOUND)`.
 * `fetch` itself says little; its cause has the code.
 */
export function reasonOf(error: unknown): string {
  // By its fields, for an error of Node is no `instanceof Error` in another realm, such as jest's.
  const { message, cause } = (error ?? {}) as { message?: unknown; cause?: NodeJS.ErrnoException };
  if (typeof message !== 'string') return String(error);
  const detail = cause?.code ?? cause?.message;
  return detail ? `${message} (${detail})` : message;
}
