/** Decoders in plain JavaScript, for where no browser is: each is loaded with the first picture of its kind. */
export async function loadPngDecoder() {
  const { decode, convertIndexedToRgb } = await import('fast-png');
  return { decode, convertIndexedToRgb };
}

export async function loadJpegDecoder() {
  const { decode } = await import('jpeg-js');
  return decode;
}
