import { sizeOf } from '@tsuno/core';
import { type LoadedHdf5, loadHdf5 } from '../library/h5wasm.ts';
import { atFixedTime } from './pinned-clock.ts';

/** A group whose datasets are called 0, 1, 2 …: how Keras keeps variables. */
export interface VariablesGroup {
  /** `layers/dense/vars` */
  readonly path: string;
  /** The attribute `name`. */
  readonly name: string;
  readonly variables: readonly Hdf5Variable[];
}

/** Attributes of the root that are texts, by name. */
export type RootAttributes = Readonly<Record<string, string>>;

export interface Hdf5Variable {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

const PATH = '/written.h5';

/** What the file holds beside the numbers, at most: a guess that only spares growing. */
const BYTES_PER_DATASET = 1024;

/** An HDF5 file of these groups: the same bytes for the same groups. */
export async function writeHdf5(
  groups: readonly VariablesGroup[],
  attributes: RootAttributes = {},
): Promise<Uint8Array> {
  const loaded = await loadHdf5();
  return atFixedTime(() => write(loaded, groups, attributes));
}

function write(
  { hdf5, module }: LoadedHdf5,
  groups: readonly VariablesGroup[],
  attributes: RootAttributes,
): Uint8Array {
  // The oldest layout, which is h5py's too.
  const file = new hdf5.File(PATH, 'w', { libver: ['earliest', 'latest'] });
  try {
    const { node } = module.FS.lookupPath(PATH, {});
    reserve(node, estimate(groups));
    const root = new hdf5.Group(file.file_id, '/');
    for (const [name, text] of Object.entries(attributes)) root.create_attribute(name, text);
    const made = new Set<string>();
    for (const { path, name, variables } of groups) {
      makeGroups(module, file.file_id, path, made);
      const group = new hdf5.Group(file.file_id, `/${path}`);
      group.create_attribute('name', name);
      for (const [index, { shape, values }] of variables.entries()) {
        group.create_dataset({ name: `${index}`, data: values, shape: [...shape] });
      }
    }
    file.close();
    const { contents, usedBytes } = node as unknown as MemoryFile;
    return contents.subarray(0, usedBytes);
  } finally {
    module.FS.unlink(PATH);
  }
}

/** How the library's file system keeps a file. */
interface MemoryFile {
  contents: Uint8Array;
  readonly usedBytes: number;
}

/** Makes room at once: growing copies what is there, again and again. */
function reserve(node: unknown, bytes: number): void {
  const file = node as MemoryFile;
  const contents = new Uint8Array(bytes);
  contents.set(file.contents.subarray(0, file.usedBytes));
  file.contents = contents;
}

function estimate(groups: readonly VariablesGroup[]): number {
  let bytes = BYTES_PER_DATASET;
  for (const { variables } of groups) {
    bytes += 4 * BYTES_PER_DATASET;
    for (const { shape } of variables) bytes += 4 * sizeOf(shape) + BYTES_PER_DATASET;
  }
  return bytes;
}

function makeGroups(
  module: LoadedHdf5['module'],
  file: bigint,
  path: string,
  made: Set<string>,
): void {
  const parts = path.split('/');
  for (const count of parts.keys()) {
    const group = `/${parts.slice(0, count + 1).join('/')}`;
    if (!made.has(group)) module.create_group(file, group, false);
    made.add(group);
  }
}
