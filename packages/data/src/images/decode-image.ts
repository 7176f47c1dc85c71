import { DataError, UnsupportedError } from '@tsuno/core';
import { loadJpegDecoder, loadPngDecoder } from '../library/image-decoders.ts';
import { canvasPixels } from './canvas-pixels.ts';
import type { Pixels } from './pixels.ts';

/** What is unpacked at most: 100 million pixels. */
const MOST_PIXELS = 1e8;

/**
 * The pixels of a picture in a file: by the browser where there is one, else PNG and JPEG by decoders in JavaScript.
 *
 * @throws DataError for damaged files; UnsupportedError for other formats where no browser is.
 */
export async function decodeImage(who: string, name: string, bytes: Uint8Array): Promise<Pixels> {
  try {
    if (typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function') {
      const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]));
      return canvasPixels(bitmap);
    }
    if (bytes[0] === 0x89 && bytes[1] === 0x50) return await decodePng(bytes);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return await decodeJpeg(bytes);
  } catch (cause) {
    throw new DataError(
      `${who}: ${name} is a picture that cannot be decoded (${(cause as Error).message}).`,
      { cause },
    );
  }
  throw new UnsupportedError(
    `${who}: ${name} is neither PNG nor JPEG, which are read here. Convert it, or read it in a page, which takes whatever the browser shows.`,
  );
}

async function decodePng(bytes: Uint8Array): Promise<Pixels> {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  requireSize(header.getUint32(16), header.getUint32(20));
  const { decode, convertIndexedToRgb } = await loadPngDecoder();
  const png = decode(bytes);
  const { width, height, depth } = png;
  if (png.palette !== undefined) {
    const channels = png.palette[0].length;
    return { width, height, channels, data: convertIndexedToRgb(png) };
  }
  // A bit, two, four or sixteen for each sample become eight.
  const most = 2 ** depth - 1;
  const samples = depth < 8 ? unpacked(png.data, depth, width * png.channels, height) : png.data;
  const data = depth === 8 ? samples : Float32Array.from(samples, (value) => (value / most) * 255);
  return { width, height, channels: png.channels, data };
}

/** Samples of less than a byte; each row begins with a new one. */
function unpacked(
  data: ArrayLike<number>,
  depth: number,
  perRow: number,
  rows: number,
): Uint8Array {
  const bytesPerRow = Math.ceil((perRow * depth) / 8);
  const result = new Uint8Array(perRow * rows);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < perRow; i++) {
      const bit = i * depth;
      const byte = data[row * bytesPerRow + (bit >> 3)];
      result[row * perRow + i] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  }
  return result;
}

async function decodeJpeg(bytes: Uint8Array): Promise<Pixels> {
  const decode = await loadJpegDecoder();
  const options = {
    useTArray: true,
    formatAsRGBA: false,
    maxResolutionInMP: MOST_PIXELS / 1e6,
  } as const;
  const { width, height, data } = decode(bytes, options);
  return { width, height, channels: 3, data };
}

function requireSize(width: number, height: number): void {
  if (width * height <= MOST_PIXELS) return;
  throw new Error(`it has ${width} × ${height} pixels, more than ${MOST_PIXELS}`);
}
