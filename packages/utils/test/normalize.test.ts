import { expectClose, golden } from '../../testing/src/index.ts';
import { type NormalizeOptions, normalize } from '../src/index.ts';

interface Case {
  readonly x: number[][];
  readonly options: NormalizeOptions;
  readonly result: { readonly shape: number[]; readonly values: number[] };
}

/** The result is rounded to float32 once. */
const FLOAT32_ROUNDING = { relative: 2e-7 };

describe('normalize', () => {
  it.each(golden<{ normalize: Case[] }>('utils.json').normalize)(
    'is Keras’s with $options',
    ({ x, options, result }) => {
      const normalized = normalize(x, options);
      expect(normalized.shape).toEqual(result.shape);
      // The input becomes float32 as well, and up to twelve of its numbers are added.
      expectClose(normalized.dataSync(), result.values, { ...FLOAT32_ROUNDING, absolute: 2e-7 });
    },
  );

  it('leaves zeros as they are', () => {
    expect(Array.from(normalize([[0, 0]]).dataSync())).toEqual([0, 0]);
  });

  it('names the axis that is not there', () => {
    expect(() => normalize([[1]], { axis: 2 })).toThrow('normalize: axis 2 does not exist');
  });
});
