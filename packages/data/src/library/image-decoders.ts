import { defaultOf } from './default-of.ts';

/** Decoders in plain JavaScript, for where no browser is: each is loaded with the first picture of its kind. */
export async function loadPngDecoder() {
  const { decode, convertIndexedToRgb } = await import('fast-png');
  return { decode, convertIndexedToRgb };
}

export async function loadJpegDecoder() {
  return defaultOf<typeof import('jpeg-js')>(await import('jpeg-js')).decode;
}
