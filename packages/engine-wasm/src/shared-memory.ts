import { type Bytes, unsigned } from './wasm-writer.ts';

const IMPORTS = 2;
const MEMORY = 2;

/** How a module says what memory it imports: its own kind, or one that threads share. */
export function memoryLimits(maximum: number | null): Bytes {
  return maximum === null ? [0x00, ...unsigned(1)] : [0x03, ...unsigned(1), ...unsigned(maximum)];
}

/**
 * The same module, importing a shared memory. A module says in its import section which kind it takes, and nothing else
 * in it depends on that; so one set of kernels serves both.
 */
export function withSharedMemory(module: Uint8Array, maximum: number): Uint8Array<ArrayBuffer> {
  const parts: number[] = [...module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const id = module[at];
    const [size, start] = readUnsigned(module, at + 1);
    const content = module.subarray(start, start + size);
    const changed = id === IMPORTS ? withSharedImport(content, maximum) : [...content];
    parts.push(id, ...unsigned(changed.length), ...changed);
    at = start + size;
  }
  return Uint8Array.from(parts);
}

function withSharedImport(section: Uint8Array, maximum: number): number[] {
  const [count, first] = readUnsigned(section, 0);
  const changed = [...section.subarray(0, first)];
  let at = first;
  for (let entry = 0; entry < count; entry++) {
    const start = at;
    for (let name = 0; name < 2; name++) {
      const [length, text] = readUnsigned(section, at);
      at = text + length;
    }
    const kind = section[at++];
    changed.push(...section.subarray(start, at));
    if (kind === MEMORY) {
      const [, end] = readUnsigned(section, at + 1);
      changed.push(...memoryLimits(maximum));
      at = end;
    } else {
      // A function: the number of its type.
      const [, end] = readUnsigned(section, at);
      changed.push(...section.subarray(at, end));
      at = end;
    }
  }
  return changed;
}

/** A number in groups of seven bits, and the place behind it. */
function readUnsigned(bytes: Uint8Array, from: number): readonly [number, number] {
  let value = 0;
  let at = from;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
}
