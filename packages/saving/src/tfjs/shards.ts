import { DataError } from '@tsuno/core';
import { brief } from '../brief.ts';
import type { Reading } from '../format.ts';
import { crc32Text } from '../numbers/crc32.ts';
import { companionName } from '../places/companion.ts';
import type { NamedBytes } from '../places/place.ts';
import { type ManifestTensor, tensorsOf, type WeightGroup } from './manifest.ts';

/** As TensorFlow.js's converter cuts: browsers keep files of this size in their caches. */
const SHARD_BYTES = 4 * 2 ** 20;

/** Checksums of files by their names; null where the main file has none. */
export type Checksums = ReadonlyMap<string, string> | null;

/**
 * The tensors of all groups, read file by file, as many bytes as the manifest says and no more.
 *
 * @throws DataError for files that are longer or shorter, or whose checksum is another.
 */
export async function readShards(
  reading: Reading,
  groups: readonly WeightGroup[],
  checksums: Checksums,
): Promise<readonly ManifestTensor[]> {
  const { who, source, budget } = reading;
  const asked = groups.reduce((sum, { bytes }) => sum + bytes, 0);
  if (asked > budget.maxBytes) {
    throw new DataError(
      `${who}: the weights of ${source.name} take ${asked} bytes, more than are read (${budget.maxBytes}). The option maxBytes allows more.`,
    );
  }
  const tensors: ManifestTensor[] = [];
  for (const group of groups) {
    tensors.push(...tensorsOf(group, await bytesOfGroup(reading, group, checksums)));
  }
  return tensors;
}

async function bytesOfGroup(
  { who, source }: Reading,
  { paths, bytes: expected }: WeightGroup,
  checksums: Checksums,
): Promise<Uint8Array> {
  // No memory is taken for what a manifest claims, but for files that are there.
  const shards: Uint8Array[] = [];
  let missing = expected;
  for (const path of paths) {
    const shard = await source.beside(path, missing);
    if (shard.length > missing || (shard.length === 0 && expected > 0)) {
      throw new DataError(
        `${who}: ${brief(path)} has ${shard.length} bytes, where ${source.name} says ${missing} at most and one at least.`,
      );
    }
    if (checksums !== null && checksums.get(path) !== crc32Text(shard)) {
      throw new DataError(`${who}: ${brief(path)} is damaged: its checksum is another.`);
    }
    shards.push(shard);
    missing -= shard.length;
  }
  if (missing === 0) return joined(shards);
  throw new DataError(
    `${who}: the files of a group of weights have ${expected - missing} bytes, but ${source.name} says ${expected}. One of them is cut, or of another model.`,
  );
}

/** The bytes of a group's tensors as files beside the main one. */
export function writeShards(
  mainName: string,
  group: string,
  parts: readonly Uint8Array[],
): readonly NamedBytes[] {
  const all = joined(parts);
  const count = Math.ceil(all.length / SHARD_BYTES);
  return Array.from({ length: count }, (_, index) => {
    const bytes = all.subarray(index * SHARD_BYTES, (index + 1) * SHARD_BYTES);
    return { name: companionName(mainName, `${group}shard${index + 1}of${count}`, bytes), bytes };
  });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
