import { UnsupportedError } from '@tsuno/core';

/** What a memory grows by, in bytes. */
export const PAGE = 65_536;

/** How many pages a memory may grow to: all that 32 bits can address. */
export const MOST_PAGES = 65_536;

/** The largest layout: one page less, so that no end of anything comes round to address 0. */
export const MOST_BYTES = (MOST_PAGES - 1) * PAGE;

/** @throws UnsupportedError when the machine has not so much to give; JavaScript's own error says neither who nor why. */
export function newMemory(bytes: number, isShared: boolean): WebAssembly.Memory {
  const initial = pagesFor(bytes);
  try {
    return new WebAssembly.Memory(
      isShared ? { initial, maximum: MOST_PAGES, shared: true } : { initial },
    );
  } catch (error) {
    throw new UnsupportedError(
      `The compiled engine needs ${showBytes(bytes)} of memory for this model, and the machine does not give it. Make the model smaller, let go of models that are no longer needed, or compile with jitCompile: false.`,
      { cause: error },
    );
  }
}

/** Sees to it that there are so many bytes. False when they are not to be had; then nothing has changed. */
export function growMemory(memory: WebAssembly.Memory, bytes: number): boolean {
  const missing = pagesFor(bytes) - memory.buffer.byteLength / PAGE;
  if (missing <= 0) return true;
  if (bytes > MOST_BYTES) return false;
  try {
    memory.grow(missing);
    return true;
  } catch {
    return false;
  }
}

/** `2.98 GiB`, `640 KiB`. */
export function showBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${Number((bytes / 2 ** (10 * power)).toPrecision(3))} ${units[power]}`;
}

function pagesFor(bytes: number): number {
  return Math.ceil(bytes / PAGE);
}
