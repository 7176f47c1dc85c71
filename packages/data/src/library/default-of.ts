/**
 * A library in CommonJS, whichever way it was imported: its `default` in ES modules and bundles, itself where sources run as
 * CommonJS (ts-node, jest).
 */
export function defaultOf<T>(module: unknown): T {
  const { default: library } = module as { readonly default?: T };
  return library ?? (module as T);
}
