import { defaultOf } from './default-of.ts';

/** The part of the library that is used here. */
export interface Papaparse {
  parse(
    text: string,
    config: { readonly delimiter: string; readonly newline: string; readonly quoteChar: string },
  ): {
    readonly data: readonly string[][];
    readonly errors: readonly { readonly code: string; readonly row?: number }[];
  };
}

/**
 * Papa Parse, loaded with the first CSV file: twenty kilobytes that run wherever JavaScript does. The minified file is the one
 * without its own streams, which ask for a module of Node.
 */
export async function loadPapaparse(): Promise<Papaparse> {
  return defaultOf<Papaparse>(await import('papaparse/papaparse.min.js'));
}
