import * as tf from '@tsuno/core/tf';

/** A picture: 1 to 4 numbers from 0 to 255 for each pixel (grey, grey and alpha, RGB, RGBA), row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

export const COLOR_MODES = ['rgb', 'rgba', 'grayscale'] as const;
export type ColorMode = (typeof COLOR_MODES)[number];

export const INTERPOLATIONS = ['bilinear', 'nearest'] as const;

export interface PictureForm {
  readonly colorMode: ColorMode;
  /** Height and width; null keeps those of the picture. */
  readonly imageSize: readonly [number, number] | null;
  readonly interpolation: (typeof INTERPOLATIONS)[number];
}

/** Luma of ITU-R BT.601, by which Pillow and TensorFlow make grey of colours. */
const GREY = [0.299, 0.587, 0.114];

/** [height, width, channels], float32 from 0 to 255. */
export function tensorOf(pixels: Pixels, { colorMode, imageSize, interpolation }: PictureForm) {
  const { width, height } = pixels;
  const channels = { rgb: 3, rgba: 4, grayscale: 1 }[colorMode];
  const picture = tf.tensor3d(inColors(pixels, channels), [height, width, channels]);
  if (imageSize === null || (imageSize[0] === height && imageSize[1] === width)) return picture;
  const size: [number, number] = [imageSize[0], imageSize[1]];
  const resized =
    interpolation === 'bilinear'
      ? tf.image.resizeBilinear(picture, size, false, true)
      : tf.image.resizeNearestNeighbor(picture, size, false, true);
  picture.dispose();
  return resized;
}

function inColors({ width, height, channels, data }: Pixels, wanted: number): Float32Array {
  const size = width * height;
  const result = new Float32Array(size * wanted);
  const isGrey = channels < 3;
  const hasAlpha = channels === 2 || channels === 4;
  for (let pixel = 0; pixel < size; pixel++) {
    const at = pixel * channels;
    const color = (channel: number) => data[at + (isGrey ? 0 : channel)];
    if (wanted === 1) {
      result[pixel] = isGrey
        ? color(0)
        : GREY[0] * color(0) + GREY[1] * color(1) + GREY[2] * color(2);
      continue;
    }
    for (let channel = 0; channel < 3; channel++) result[pixel * wanted + channel] = color(channel);
    if (wanted === 4) result[pixel * 4 + 3] = hasAlpha ? data[at + channels - 1] : 255;
  }
  return result;
}
