import type { ReadRows } from './encode-rows.ts';
import type { FinishedColumn, RowSink } from './read-rows.ts';

/** Numbers in a block: what is allocated at a time. */
const BLOCK = 2 ** 20;

export interface RowStore extends RowSink {
  /** All rows, with final codes and filled in, and the line that each began on. The store is empty then. */
  take(finished: readonly FinishedColumn[]): ReadRows & { readonly lines: Uint32Array };
}

/** Keeps rows of a length that nobody knows before, without ever copying all of them but once. */
export function rowStore(width: number): RowStore {
  const rowsInBlock = Math.max(1, Math.floor(BLOCK / width));
  const blocks: { values: Float32Array; lines: Uint32Array }[] = [];
  let size = 0;
  return {
    put(values, line) {
      const row = size % rowsInBlock;
      if (row === 0) {
        blocks.push({
          values: new Float32Array(rowsInBlock * width),
          lines: new Uint32Array(rowsInBlock),
        });
      }
      const block = blocks[blocks.length - 1];
      block.values.set(values, row * width);
      block.lines[row] = line;
      size += 1;
    },
    take(finished) {
      const values = new Float32Array(size * width);
      const lines = new Uint32Array(size);
      for (let at = 0; at < size; at += rowsInBlock) {
        // A block is let go as soon as it is copied.
        const block = blocks.shift() as (typeof blocks)[number];
        const rows = Math.min(rowsInBlock, size - at);
        values.set(block.values.subarray(0, rows * width), at * width);
        lines.set(block.lines.subarray(0, rows), at);
      }
      finished.forEach(({ column, order }, index) => {
        for (let at = index; at < values.length; at += width) {
          if (Number.isNaN(values[at])) values[at] = column.fill as number;
          else if (order !== null) values[at] = order[values[at]];
        }
      });
      return { values, size, lines };
    },
  };
}
