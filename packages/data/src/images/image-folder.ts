import { DataError, didYouMean, OptionError, show, UnsupportedError } from '@tsuno/core';
import { nodeSystem, readError, type System } from '@tsuno/saving/files';
import type { DataSource } from '../data-source.ts';

/** A picture in a folder. */
export interface FoundImage {
  /** Its class and name: `cats/tom.png`. */
  readonly path: string;
  readonly label: string;
  readonly source: DataSource;
}

/** What browsers and decoders read; everything else in a folder is left alone. */
const IMAGE = /[.](png|jpe?g|gif|bmp|webp)$/i;

/** The pictures below the folders of a folder, each folder a class, sorted. @throws DataError, OptionError. */
export async function imagesIn(who: string, directory: unknown): Promise<readonly FoundImage[]> {
  if (typeof directory === 'string' || directory instanceof URL) {
    const system = nodeSystem();
    if (system === null) {
      throw new UnsupportedError(
        `${who}: a page has no folders. Give the Files of an <input type="file" webkitdirectory>.`,
      );
    }
    const path = directory instanceof URL ? system.pathOf(directory) : directory;
    return inFolder(who, system, path).catch((error) => {
      throw readError(who, show(path), error);
    });
  }
  const files = ArrayBuffer.isView(directory)
    ? []
    : Array.from((directory ?? []) as ArrayLike<File>);
  if (files.length === 0 || !files.every((file) => file instanceof Blob)) {
    throw new OptionError(
      `${who}: directory must be the path of a folder, or the Files of one, got ${show(directory)}.`,
    );
  }
  return files
    .map((file) => ({ file, parts: (file.webkitRelativePath || file.name).split('/') }))
    .filter(({ parts }) => parts.length > 2 && IMAGE.test(parts[parts.length - 1]))
    .map(({ file, parts }) => ({ path: parts.slice(1).join('/'), label: parts[1], source: file }))
    .sort(byPath);
}

async function inFolder(who: string, system: System, top: string): Promise<FoundImage[]> {
  const { files, paths } = system;
  const found: FoundImage[] = [];
  const collect = async (label: string, parts: readonly string[]): Promise<void> => {
    const folder = paths.join(top, ...parts);
    for (const name of await files.readdir(folder)) {
      if (name.startsWith('.')) continue;
      const stats = await files.stat(paths.join(folder, name));
      if (stats.isDirectory()) await collect(label || name, [...parts, name]);
      else if (label !== '' && stats.isFile() && IMAGE.test(name)) {
        found.push({ path: [...parts, name].join('/'), label, source: paths.join(folder, name) });
      }
    }
  };
  if (!(await files.stat(top)).isDirectory()) {
    throw new DataError(`${who}: ${show(top)} is no folder.`);
  }
  await collect('', []);
  return found.sort(byPath);
}

const byPath = (a: FoundImage, b: FoundImage) =>
  a.label === b.label ? (a.path < b.path ? -1 : 1) : a.label < b.label ? -1 : 1;

/** The classes, in the order of their numbers. @throws OptionError for a class without a folder; DataError without pictures. */
export function classesOf(
  who: string,
  images: readonly FoundImage[],
  wanted: readonly string[] | undefined,
): readonly string[] {
  const found = [...new Set(images.map(({ label }) => label))];
  if (found.length === 0) {
    throw new DataError(
      `${who}: there are no pictures. They are looked for one folder down: directory/cats/tom.png is of class "cats".`,
    );
  }
  const unknown = wanted?.find((name) => !found.includes(name));
  if (unknown === undefined) return Object.freeze([...(wanted ?? found)]);
  throw new OptionError(
    `${who}: classNames has ${show(unknown)}, but no folder of pictures is called so.${didYouMean(unknown, found)} There are ${found.join(', ')}.`,
  );
}
