import { DataError, OptionError, type OptionsOf, requireOptions, show } from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import { openData } from '@tsuno/saving/files';
import type { DataSource } from '../data-source.ts';
import { canvasPixels } from './canvas-pixels.ts';
import { decodeImage } from './decode-image.ts';
import { declaredImage } from './image-options.ts';
import { type Pixels, tensorOf } from './pixels.ts';

export type ImageOptions = OptionsOf<typeof declaredImage>;

/** Pixels as a canvas hands them out: RGBA, row by row. */
export interface ImageDataLike {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/**
 * A picture: a file (as in `DataSource`), or in a page an `<img>`, a canvas, an `ImageBitmap`, a `<video>`, `ImageData`.
 */
export type ImageSource = DataSource | ImageDataLike | CanvasImageSource;

/** What the largest picture file may hold. */
const MOST_BYTES = 2 ** 30;

/**
 * A picture as a tensor [height, width, channels] of float32 from 0 to 255; `layers.Rescaling({ scale: 1 / 255 })` brings it to
 * 0 … 1. Under Node PNG and JPEG are read, in a page whatever the browser shows.
 *
 * @throws DataError for files that are damaged; UnsupportedError for other formats under Node; OptionError for what is no picture.
 * @example
 * import { data } from 'tsuno';
 *
 * const red = { width: 1, height: 1, data: [255, 0, 0, 255] };
 * const pixel = await data.imageToTensor(red);
 * console.assert(pixel.shape.join() === '1,1,3' && pixel.dataSync().join() === '255,0,0');
 */
export async function imageToTensor(
  source: ImageSource,
  options: ImageOptions = {},
): Promise<tf.Tensor3D> {
  const who = 'imageToTensor';
  requireOptions(who, options, "{ colorMode: 'grayscale' }");
  const { config } = declaredImage.read([options]);
  return tensorOf(await pixelsOf(who, source), config);
}

async function pixelsOf(who: string, source: ImageSource): Promise<Pixels> {
  if (isImageData(source)) {
    const { width, height, data } = source;
    if (data.length === width * height * 4) return { width, height, channels: 4, data };
    throw new OptionError(
      `${who}: pixels are RGBA, four numbers each: ${width} × ${height} of them are ${width * height * 4} numbers, got ${data.length}.`,
    );
  }
  if (isDrawable(source)) {
    try {
      return canvasPixels(source);
    } catch (cause) {
      throw new DataError(
        `${who}: ${show(source)} cannot be read (${(cause as Error).message}). It must be loaded, of a size above 0, and of this site or one that allows it (CORS).`,
        { cause },
      );
    }
  }
  const place = await openData(who, source);
  return decodeImage(who, place.name, await place.bytes(MOST_BYTES));
}

function isImageData(source: unknown): source is ImageDataLike {
  const { width, height, data } = (source ?? {}) as Partial<ImageDataLike>;
  return (
    Number.isSafeInteger(width) &&
    Number.isSafeInteger(height) &&
    (width as number) > 0 &&
    (height as number) > 0 &&
    typeof data?.length === 'number'
  );
}

const DRAWABLE = [
  'HTMLImageElement',
  'HTMLCanvasElement',
  'HTMLVideoElement',
  'SVGImageElement',
  'OffscreenCanvas',
  'ImageBitmap',
  'VideoFrame',
];

/** By its tag: it may come from another frame. */
function isDrawable(source: unknown): source is CanvasImageSource {
  return DRAWABLE.includes(Object.prototype.toString.call(source).slice(8, -1));
}
