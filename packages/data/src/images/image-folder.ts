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

/** A folder of folders, each a class. */
export interface ImageFolder {
  /** What errors call it. */
  readonly name: string;
  /** Every folder in it, sorted: one without pictures too has its number, or those behind it would shift. */
  readonly classes: readonly string[];
  /** The pictures below these folders, sorted. */
  readonly images: readonly FoundImage[];
}

/** What is in a folder. @throws DataError, OptionError. */
export async function imagesIn(who: string, directory: unknown): Promise<ImageFolder> {
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
  // A page is told of files alone, so that a folder without any is not known to be there.
  const paths = files.map((file) => ({
    file,
    parts: (file.webkitRelativePath || file.name).split('/'),
  }));
  const below = paths.filter(
    ({ parts }) => parts.length > 2 && !parts.slice(1).some((part) => part.startsWith('.')),
  );
  return {
    name: paths[0].parts.length > 1 ? paths[0].parts[0] : 'the Files',
    classes: [...new Set(below.map(({ parts }) => parts[1]))].sort(),
    images: below
      .filter(({ parts }) => IMAGE.test(parts[parts.length - 1]))
      .map(({ file, parts }) => ({ path: parts.slice(1).join('/'), label: parts[1], source: file }))
      .sort(byPath),
  };
}

async function inFolder(who: string, system: System, top: string): Promise<ImageFolder> {
  const { files, paths } = system;
  const found: FoundImage[] = [];
  const classes: string[] = [];
  const collect = async (label: string, parts: readonly string[]): Promise<void> => {
    const folder = paths.join(top, ...parts);
    for (const name of await files.readdir(folder)) {
      if (name.startsWith('.')) continue;
      const stats = await files.stat(paths.join(folder, name));
      if (stats.isDirectory()) {
        if (label === '') classes.push(name);
        await collect(label || name, [...parts, name]);
      } else if (label !== '' && stats.isFile() && IMAGE.test(name)) {
        found.push({ path: [...parts, name].join('/'), label, source: paths.join(folder, name) });
      }
    }
  };
  if (!(await files.stat(top)).isDirectory()) {
    throw new DataError(`${who}: ${show(top)} is not a folder.`);
  }
  await collect('', []);
  return { name: top, classes: classes.sort(), images: found.sort(byPath) };
}

const byPath = (a: FoundImage, b: FoundImage) =>
  a.label === b.label ? (a.path < b.path ? -1 : 1) : a.label < b.label ? -1 : 1;

/** The classes, in the order of their numbers. @throws OptionError for a class without a folder; DataError without pictures. */
export function classesOf(
  who: string,
  { name, classes, images }: ImageFolder,
  wanted: readonly string[] | undefined,
): readonly string[] {
  const unknown = wanted?.find((label) => !classes.includes(label));
  if (unknown !== undefined && classes.length > 0) {
    throw new OptionError(
      `${who}: classNames has ${show(unknown)}, but there is no folder of that name in ${show(name)}.${didYouMean(unknown, classes)} There are ${classes.join(', ')}.`,
    );
  }
  const chosen = wanted ?? classes;
  if (images.some(({ label }) => chosen.includes(label))) return Object.freeze([...chosen]);
  const where =
    wanted === undefined ? show(name) : `the folders ${wanted.join(', ')} of ${show(name)}`;
  throw new DataError(
    `${who}: there are no pictures in ${where}. They are looked for one folder down: ${show(`${name.replace(/[/\\]$/, '')}/${wanted?.[0] ?? 'cats'}/tom.png`)} would be of class ${show(wanted?.[0] ?? 'cats')}.`,
  );
}
