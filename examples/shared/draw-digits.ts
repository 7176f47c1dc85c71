const WIDTH = 28;

/** Pictures of 28 × 28 grey levels side by side, each with a line of text below. Eight pixels make a braille sign. */
export function drawDigits(
  images: readonly (readonly number[])[],
  captions: readonly string[],
): string {
  const gap = '  ';
  const lines = Array.from({ length: WIDTH / 4 }, (_, line) =>
    images.map((pixels) => brailleLine(pixels, line)).join(gap),
  );
  const below = captions.map((caption) => caption.padEnd(WIDTH / 2)).join(gap);
  return [...lines, below.trimEnd()].join('\n');
}

/** The bits of a braille sign: two columns of four dots. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

function brailleLine(pixels: readonly number[], line: number): string {
  return Array.from({ length: WIDTH / 2 }, (_, column) => {
    const sign = DOTS.flatMap((dots, y) =>
      dots.map((dot, x) => (pixels[(4 * line + y) * WIDTH + 2 * column + x] > 0.4 ? dot : 0)),
    );
    return String.fromCharCode(0x2800 + sign.reduce((sum, dot) => sum + dot, 0));
  }).join('');
}
