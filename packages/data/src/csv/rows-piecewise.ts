import type { ReadRows } from './encode-rows.ts';
import { type CsvReading, readingRows } from './read-rows.ts';

/** The rows of a file, so many at a time; the last may be fewer. All that there is to know of its columns is known. */
export async function* rowsPiecewise(
  who: string,
  name: string,
  text: AsyncIterable<string>,
  reading: CsvReading,
  batchSize: number,
): AsyncGenerator<ReadRows, void> {
  const full: ReadRows[] = [];
  let width = 0;
  let values = new Float32Array(0);
  let size = 0;
  const rows = readingRows(who, name, text, reading, (columns) => {
    width = columns;
    return {
      put(row) {
        if (size === 0) values = new Float32Array(batchSize * width);
        values.set(row, size * width);
        size += 1;
        if (size < batchSize) return;
        full.push({ values, size });
        size = 0;
      },
    };
  });
  for await (const _ of rows) yield* full.splice(0);
  yield* full;
  if (size > 0) yield { values: values.slice(0, size * width), size };
}
