import { makeFolder, OptionError, requireBoolean, show, UnsupportedError } from 'tsuno/core';
import { type Result, requireResult, toCsv, toJson } from 'tsuno/lab/words';
import { type PageOptions, toPage } from './page.ts';
import { pictures } from './pictures.ts';
import { toPng } from './png.ts';

export interface ReportOptions extends PageOptions {
  /** Whether every picture is written as PNG too. */
  readonly png?: boolean;
}

/**
 * Writes results into a folder, under Node: `report.html`, every picture as `.svg` (and `.png` when asked for), and
 * the raw numbers of each result as `.json` and `.csv`. Names are given by the results: `sweep.csv`,
 * `sweep-learning-rates.svg`. What is there under these names is replaced.
 *
 * @returns the paths of the files, the page first.
 * @throws OptionError for names that are no plain file names, a folder that cannot be made, and for something that is no
 * result; UnsupportedError
 * outside of Node.
 */
export async function writeReport(
  results: Readonly<Record<string, Result>>,
  folder: string,
  { png = false, ...page }: ReportOptions = {},
): Promise<readonly string[]> {
  requireBoolean('writeReport', { png });
  if (typeof folder !== 'string' || folder === '') {
    throw new OptionError(`writeReport: folder must be a path, got ${show(folder)}.`);
  }
  requireResults(results);
  // Asked for in this way, bundlers for browsers need not know of them.
  const files = globalThis.process?.getBuiltinModule?.('node:fs/promises');
  const paths = globalThis.process?.getBuiltinModule?.('node:path');
  if (files === undefined || paths === undefined) {
    throw new UnsupportedError(
      'writeReport: this writes files, so it runs under Node only. In a browser, show toPage() or pictures().',
    );
  }
  await makeFolder(folder).catch((cause: Error) => {
    throw new OptionError(
      `writeReport: the folder ${show(folder)} cannot be made (${cause.message}). Give another one.`,
    );
  });
  const written: string[] = [];
  const write = async (name: string, content: string | Uint8Array) => {
    const path = paths.join(folder, name);
    await files.writeFile(path, content);
    written.push(path);
  };
  await write('report.html', await toPage(Object.values(results), page));
  for (const [name, result] of Object.entries(results)) {
    await write(`${name}.json`, toJson(result));
    await write(`${name}.csv`, toCsv(result));
    for (const picture of await pictures(result)) {
      await write(`${name}-${picture.name}.svg`, picture.svg);
      if (png) await write(`${name}-${picture.name}.png`, await toPng(picture.svg));
    }
  }
  return written;
}

/** A result, and not an object of results in which one is called "kind". */
function isOneResult(results: object): boolean {
  return 'kind' in results && typeof results.kind === 'string';
}

/** Everything is checked before the first file is written. */
function requireResults(results: unknown): void {
  if (typeof results !== 'object' || results === null || isOneResult(results)) {
    throw new OptionError(
      `writeReport: results must be an object, name → result, such as { sweep }, got ${show(results)}.`,
    );
  }
  for (const [name, result] of Object.entries(results)) {
    if (name.trim() === '' || ['/', '\\', '..', '\0'].some((part) => name.includes(part))) {
      throw new OptionError(
        `writeReport: names of results must be plain file names, without "/", "\\" and "..", got ${show(name)}. All files go into the one folder.`,
      );
    }
    requireResult(`writeReport: ${show(name)}`, result);
  }
}
