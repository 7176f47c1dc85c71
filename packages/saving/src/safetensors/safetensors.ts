import { DataError } from '@tsuno/core';
import { brief } from '../brief.ts';
import type { FileFormat, FileWeight, FileWeights, Reading } from '../format.ts';
import { parseJson } from '../json/parse-json.ts';
import { crc32Text } from '../numbers/crc32.ts';
import { decodeFloats } from '../numbers/decode-floats.ts';
import {
  headerLength,
  LENGTH_BYTES,
  readSafetensors,
  type Safetensors,
  type Tensor,
} from './read-header.ts';
import { writeSafetensors } from './write-safetensors.ts';

/** Weights under their paths (`dense/kernel`), as Hugging Face's libraries read and write them. */
export const SAFETENSORS: FileFormat = {
  name: 'a safetensors file',
  ending: '.safetensors',
  begins: (bytes) =>
    headerLength(bytes) <= bytes.length - LENGTH_BYTES && bytes[LENGTH_BYTES] === 0x7b,
  weights: {
    write: async (_, { snapshot }, fileName) => [
      { name: fileName, bytes: writeSafetensors(snapshot.weights) },
    ],
    read,
  },
};

async function read({ who, source, budget }: Reading): Promise<FileWeights> {
  const file = readSafetensors(who, source.name, await source.bytes(budget.maxBytes));
  const crc32 = file.metadata.get('crc32');
  if (crc32 !== undefined && crc32 !== crc32Text(file.data)) {
    throw new DataError(`${who}: ${source.name} is damaged: its checksum is another.`);
  }
  const order = file.metadata.get('order');
  const tensors =
    order === undefined ? file.tensors : inOrder(who, source.name, file.tensors, order);
  const layers = new Map<string, FileWeight[]>();
  for (const { name, type, shape, bytes } of tensors) {
    const [layer, weight] = split(name);
    const weights = layers.get(layer) ?? [];
    weights.push({ name: weight, shape, values: decodeFloats(bytes, type) });
    layers.set(layer, weights);
    if (layers.size > budget.maxLayers) {
      throw new DataError(
        `${who}: ${source.name} has more than ${budget.maxLayers} layers. More are read with the option maxLayers.`,
      );
    }
  }
  return {
    layers: [...layers].map(([name, weights]) => ({ name, weights })),
    isOrdered: order !== undefined,
    optimizer: null,
  };
}

/** The tensors in the model's order, which our own files tell. */
function inOrder(
  who: string,
  file: string,
  tensors: Safetensors['tensors'],
  order: string,
): readonly Tensor[] {
  const given = parseJson(who, `the order in ${file}`, new TextEncoder().encode(order));
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const names: readonly unknown[] = Array.isArray(given) ? given : [];
  const ordered = names.map((name) => byName.get(name as string));
  const isWhole = new Set(names).size === tensors.length && names.length === tensors.length;
  if (isWhole && !ordered.includes(undefined)) return ordered as readonly Tensor[];
  throw new DataError(
    `${who}: ${file} is damaged: its order names other tensors than it holds: ${brief(order)}.`,
  );
}

/** `dense/kernel` and PyTorch's `dense.weight` are a layer's name and a weight's. */
function split(name: string): readonly [layer: string, weight: string | null] {
  const at = name.includes('/') ? name.lastIndexOf('/') : name.lastIndexOf('.');
  return at < 0 ? [name, null] : [name.slice(0, at), name.slice(at + 1)];
}
