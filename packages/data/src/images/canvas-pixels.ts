import type { Pixels } from './pixels.ts';

/** What a browser draws: an image, a bitmap, a canvas, a frame of a video. */
export function canvasPixels(source: CanvasImageSource): Pixels {
  const { width, height } = sizeOf(source);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser gives no canvas');
  context.drawImage(source, 0, 0);
  return { width, height, channels: 4, data: context.getImageData(0, 0, width, height).data };
}

/** An image that a page shows smaller has its own size still. */
function sizeOf(source: CanvasImageSource): { readonly width: number; readonly height: number } {
  const { naturalWidth, naturalHeight, videoWidth, videoHeight, width, height } =
    source as unknown as Readonly<Record<string, number | undefined>>;
  return {
    width: naturalWidth ?? videoWidth ?? width ?? 0,
    height: naturalHeight ?? videoHeight ?? height ?? 0,
  };
}
