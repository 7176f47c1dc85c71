import { crc32 as zlibCrc32 } from 'node:zlib';
import { lcg } from '../../../testing/src/index.ts';
import { crc32, crc32Text } from '../../src/numbers/crc32.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('crc32', () => {
  it("has its definition's check value", () => {
    expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it('goes on from what comes before, wherever the bytes are cut', () => {
    const bytes = Uint8Array.from(lcg(1, 100), (number) => number * 256);
    for (let at = 0; at <= bytes.length; at++) {
      expect(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at)))).toBe(crc32(bytes));
    }
    // Node has one of its own from 22.2 on.
    if (zlibCrc32 !== undefined) expect(crc32(bytes)).toBe(zlibCrc32(bytes));
  });

  it('is eight digits as a text', () => {
    expect(crc32Text(bytesOf('12345'), bytesOf('6789'))).toBe('cbf43926');
    expect(crc32Text()).toBe('00000000');
  });
});
