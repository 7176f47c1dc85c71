import { DataError, OptionError, ShapeError } from '@tsuno/core';
import { golden } from '../../testing/src/index.ts';
import { type PadSequencesOptions, padSequences, type Sequence } from '../src/index.ts';

interface Case {
  readonly sequences: Sequence[];
  readonly options: PadSequencesOptions;
  readonly result: { readonly shape: number[]; readonly values: number[] };
}

describe('padSequences', () => {
  it.each(
    golden<{ pad_sequences: Case[] }>('utils.json').pad_sequences.map((each) => [each] as const),
  )('is Keras’s for %j', ({ sequences, options, result }) => {
    const padded = padSequences(sequences, options);
    expect(padded.shape).toEqual(result.shape);
    expect(Array.from(padded.dataSync())).toEqual(result.values);
    expect(padded.dtype).toBe(options.dtype ?? 'int32');
  });

  it('takes typed arrays and texts', () => {
    const numbers = padSequences([Uint8Array.of(1, 2), Uint8Array.of(3)]);
    expect(Array.from(numbers.dataSync())).toEqual([1, 2, 0, 3]);
    const words = padSequences([['a', 'b'], ['c']], { dtype: 'string', value: '-' });
    expect(words.dataSync() as unknown as string[]).toEqual(['a', 'b', '-', 'c']);
  });

  it.each([
    [5, {}, OptionError, 'sequences must be a list of lists, got 5.'],
    [[1, 2], {}, OptionError, 'sequences must be a list of lists, but sequence 0 is 1.'],
    [[[1]], { maxlen: 0 }, OptionError, 'maxlen must be a whole number of at least 1, got 0.'],
    [[[1]], { value: 'x' }, OptionError, "Texts need dtype: 'string'."],
    [
      [['a']],
      {},
      DataError,
      'sequence 0 holds "a", but with dtype int32 its elements are numbers.',
    ],
    [[[Number.NaN]], {}, DataError, 'sequence 0 holds NaN'],
    [[[[1, 2]], [[3]]], {}, ShapeError, 'an element of sequence 1 has shape [1]'],
  ] as const)('refuses %j with %j', (sequences, options, kind, message) => {
    const pad = () => padSequences(sequences as never, options as never);
    expect(pad).toThrow(kind);
    expect(pad).toThrow(message);
  });
});
