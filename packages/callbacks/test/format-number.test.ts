import { golden } from '../../testing/src/index.ts';
import { formatNumber } from '../src/format-number.ts';

interface Case {
  readonly bits?: string;
  readonly count?: number;
  readonly spec: string;
  readonly shown: string;
}

describe('formatNumber', () => {
  it('writes what Python writes', () => {
    const differing = golden<Case[]>('formats.json').filter(({ bits, count, spec, shown }) => {
      const value =
        bits === undefined ? (count as number) : Buffer.from(bits, 'hex').readDoubleBE();
      return formatNumber('test', { value, isCount: count !== undefined }, spec) !== shown;
    });
    expect(differing).toEqual([]);
  });

  it.each(['x', '.2q', '.2d', ',.2f', '#.2f', '{}', '.', '200.2f', '.101f', '2.', 'd'])(
    'refuses %s for a value of the logs',
    (spec) => {
      expect(() => formatNumber('M', { value: 0.5, isCount: false }, spec)).toThrow(
        `M: "${spec}" is no format for a value of the logs. Some are .2f, .3e and 07.3f, as in Python.`,
      );
    },
  );

  it.each(['.2', '.2d', 's'])('refuses %s for a count', (spec) => {
    expect(() => formatNumber('M', { value: 3, isCount: true }, spec)).toThrow(
      `M: "${spec}" is no format for a count. One is 02d, as in Python.`,
    );
  });
});
