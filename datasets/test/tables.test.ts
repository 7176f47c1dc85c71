import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OptionError } from 'tsuno/core';
import type * as tf from 'tsuno/tf';
import { breastCancer, diabetes, digits, iris, wine } from '../src/index.ts';

interface Facts {
  readonly shape: number[];
  readonly sums: number[];
  readonly counts: number[] | null;
  readonly sample: number[];
  readonly targetSum: number;
  readonly x: string;
  readonly y: string;
  readonly featureNames: string[];
  readonly classNames: string[];
}

/** What `tools/export_tables.py` says of scikit-learn's own arrays. */
const known: Readonly<Record<string, Facts>> = JSON.parse(
  readFileSync(join(__dirname, 'tables.json'), 'utf8'),
);

const sha256 = (tensor: tf.Tensor) => {
  const { buffer, byteOffset, byteLength } = tensor.dataSync();
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
};

const SETS = {
  iris: () => iris.load(),
  wine: () => wine.load(),
  'breast-cancer': () => breastCancer.load(),
  diabetes: () => diabetes.load({ scaled: false }),
  digits: () => digits.load(),
};

describe.each(Object.entries(SETS))('%s', (name, load) => {
  const facts = known[name];

  it('is scikit-learn’s copy, to the bit', async () => {
    const { x, y, featureNames, classNames } = await load();
    expect(x.shape).toEqual(facts.shape);
    expect([y.shape, y.dtype]).toEqual([[facts.shape[0]], facts.counts ? 'int32' : 'float32']);
    expect([featureNames, classNames]).toEqual([facts.featureNames, facts.classNames]);
    const values = x.dataSync();
    const [rows, width] = x.shape;
    const sums = Array.from({ length: width }, (_, column) =>
      Array.from({ length: rows }, (_, row) => values[row * width + column]).reduce(
        (a, b) => a + b,
      ),
    );
    // Sums of doubles in another order than NumPy's.
    sums.forEach((sum, column) => {
      expect(Math.abs(sum - facts.sums[column])).toBeLessThan(
        1e-9 * Math.abs(facts.sums[column]) + 1e-9,
      );
    });
    const labels = Array.from(y.dataSync());
    expect(labels.reduce((a, b) => a + b)).toBe(facts.targetSum);
    const counts = classNames.map((_, k) => labels.filter((label) => label === k).length);
    expect(counts).toEqual(facts.counts ?? []);
    expect([sha256(x), sha256(y)]).toEqual([facts.x, facts.y]);
  });

  it('says what it is, where it comes from and under which licence', async () => {
    const { description, targetName } = await load();
    expect(description).toMatch(/\n\nSource: .*https:.*\nLicence: ./);
    expect(targetName).not.toBe('');
  });
});

describe('diabetes.load', () => {
  it('is scaled as scikit-learn scales it, unless it is not to be', async () => {
    const { x } = await diabetes.load();
    const { sample } = known['diabetes, scaled'];
    const values = x.dataSync();
    sample.forEach((value, at) => {
      // One unit in the last place of numbers up to 0.25: the mean is summed in another order.
      expect(Math.abs(values[97 * at] - value)).toBeLessThan(3e-8);
    });
    expect(sample.length).toBeGreaterThan(40);
  });
});

it.each([
  [
    () => (iris.load as (options: object) => unknown)({ scaled: true }) as Promise<unknown>,
    'iris.load: unknown option "scaled"',
  ],
  [
    () => (wine.load as (options: number) => unknown)(5) as Promise<unknown>,
    'wine.load: options have names',
  ],
  [() => diabetes.load({ scaled: 1 as never }), 'diabetes.load: scaled must be true or false'],
])('refuses options that are none: %p', async (load, message) => {
  await expect(load).rejects.toThrow(OptionError);
  await expect(load).rejects.toThrow(message);
});
