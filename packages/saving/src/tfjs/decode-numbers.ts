import { DataError, isPlainObject, show } from '@tsuno/core';
import { brief } from '../brief.ts';
import { decodeFloats } from '../numbers/decode-floats.ts';

/** How numbers were made smaller: whole numbers n stand for n·scale + min, halves for themselves. */
export type Quantization =
  | { readonly dtype: 'float16'; readonly bytes: 2 }
  | {
      readonly dtype: 'uint8' | 'uint16';
      readonly bytes: 1 | 2;
      readonly scale: number;
      readonly min: number;
    };

/** @throws DataError for a quantization that TensorFlow.js does not write. */
export function requireQuantization(who: string, name: string, given: unknown): Quantization {
  const { dtype, scale, min } = isPlainObject(given) ? given : {};
  if (dtype === 'float16') return { dtype, bytes: 2 };
  const isAffine = Number.isFinite(scale) && Number.isFinite(min);
  if ((dtype === 'uint8' || dtype === 'uint16') && isAffine) {
    const bytes = dtype === 'uint8' ? 1 : 2;
    return { dtype, bytes, scale: scale as number, min: min as number };
  }
  throw new DataError(
    `${who}: the weight "${brief(name)}" has the quantization ${brief(show(dtype))} with scale ${brief(show(scale))} and min ${brief(show(min))}; expected float16, or uint8 or uint16 with two numbers.`,
  );
}

/**
 * Numbers as TensorFlow.js decodes them, to the bit: n·scale + min in doubles, then rounded to 32 bits.
 *
 * @see https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/io_utils.ts (`decodeWeights`)
 */
export function decodeNumbers(
  spec: { readonly dtype: 'float32' | 'int32'; readonly quantization: Quantization | null },
  bytes: Uint8Array,
): Float32Array {
  const { dtype, quantization } = spec;
  if (quantization === null) {
    return dtype === 'float32'
      ? decodeFloats(bytes, 'F32')
      : Float32Array.from(new Int32Array(bytes.slice().buffer));
  }
  if (quantization.dtype === 'float16') return decodeFloats(bytes, 'F16');
  const { scale, min } = quantization;
  const whole = quantization.dtype === 'uint8' ? bytes : new Uint16Array(bytes.slice().buffer);
  const values = Float32Array.from(whole, (each) => each * scale + min);
  return dtype === 'int32' ? values.map((value) => Math.round(value)) : values;
}
