import { requireInterval } from 'tsuno/core';
import { WIDE } from './picture.ts';

/**
 * A picture as PNG, under Node: light, with the fonts of the machine.
 *
 * @throws OptionError for a width that is not positive.
 * @example
 * import { pictures, toPng } from '@tsuno/drawing';
 * import { lab, optimizers } from 'tsuno';
 *
 * const explanation = lab.explainUpdate({
 *   optimizer: optimizers.Adam(),
 *   weight: 1,
 *   gradients: [0.5],
 * });
 * const [picture] = await pictures(explanation);
 * const png = await toPng(picture.svg);
 * console.assert(png[1] === 80 && png[2] === 78 && png[3] === 71); // "PNG"
 */
export async function toPng(
  svg: string,
  { width = 2 * WIDE }: { readonly width?: number } = {},
): Promise<Uint8Array> {
  requireInterval('toPng', { width }, '(0, ∞)');
  // A variable, so that bundlers for browsers do not follow it to native code.
  const library = '@resvg/resvg-js';
  const { Resvg }: typeof import('@resvg/resvg-js') = await import(
    /* @vite-ignore */ /* webpackIgnore: true */ library
  );
  const font = { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' };
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: width }, font });
  return image.render().asPng();
}
