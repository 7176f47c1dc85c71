/** How files hold numbers with a fraction, and the bytes that each takes. */
export const FLOAT_BYTES = { F64: 8, F32: 4, F16: 2, BF16: 2 } as const;

export type FloatType = keyof typeof FLOAT_BYTES;

/** Little-endian numbers as 32-bit ones. A double that none of them can hold becomes infinite. */
export function decodeFloats(bytes: Uint8Array, type: FloatType): Float32Array {
  // A copy begins where its buffer does, at a place that every type of number may have.
  const { buffer } = bytes.slice();
  if (type === 'F32') return new Float32Array(buffer);
  if (type === 'F64') return Float32Array.from(new Float64Array(buffer));
  const halves = new Uint16Array(buffer);
  if (type === 'F16') return Float32Array.from(halves, fromHalf);
  // A bfloat16 is the upper half of a 32-bit number.
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/** A number of sign, five bits of exponent, ten of mantissa (IEEE 754 binary16), without rounding. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}
