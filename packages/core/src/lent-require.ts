/**
 * Lends tfjs-core a global `require` while it is evaluated. Under Node its platform code calls `require('util')`, and
 * bundled into an ES module it would find none. {@link takeRequireBack} takes it away again, before other code runs.
 *
 * This file is a door of the package (`exports`) so that it stays a file: it has to be evaluated before tfjs-core.
 */
type Require = (name: string) => unknown;
interface NodeModule {
  createRequire(path: string): Require;
}
const place = globalThis as {
  require?: unknown;
  process?: { getBuiltinModule?(name: string): unknown };
};

const lent = lend();

function lend(): Require | undefined {
  if (place.require !== undefined) return undefined;
  const node = place.process?.getBuiltinModule?.('node:module') as NodeModule | undefined;
  // Only Node's own modules are asked for, so any path will do.
  const require = node?.createRequire('/');
  if (require) place.require = require;
  return require;
}

/** Ends the loan, if there was one. */
export function takeRequireBack(): void {
  if (lent !== undefined && place.require === lent) delete place.require;
}
