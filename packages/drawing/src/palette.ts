/**
 * The colours of all pictures, by role: on paper, and in the dark. Those of lines are Okabe and Ito's, which people with
 * any colour vision can tell apart, darkened or lightened until text in them can be read.
 *
 * Source: M. Okabe and K. Ito, "Color Universal Design" (2008), https://jfly.uni-koeln.de/color/
 */
const COLORS = {
  paper: ['#ffffff', '#14171a'],
  ink: ['#1d2125', '#e6e8ea'],
  muted: ['#5c646c', '#a3abb3'],
  faint: ['#d8dce0', '#353b41'],
  blue: ['#0072b2', '#56b0ec'],
  vermilion: ['#c75000', '#ff8b45'],
  green: ['#00805e', '#35c79c'],
  purple: ['#a94c83', '#e79cc6'],
  orange: ['#966500', '#e9ab2b'],
  sky: ['#1a74a6', '#8fd0f5'],
  grey: ['#4e565e', '#bcc3ca'],
} as const;

export type ColorRole = keyof typeof COLORS;

/** A colour as what draws a picture names it, before `withPlainColors`. */
export function color(role: ColorRole): string {
  return `var(--${role})`;
}

/** Lines are told apart by these, in this order. */
const LINES = ['vermilion', 'blue', 'green', 'purple', 'orange', 'sky', 'grey'] as const;

/** Those who are in every comparison look the same in all of them. */
const KNOWN: Readonly<Record<string, ColorRole>> = {
  'gradient descent': 'vermilion',
  'batch gradient descent': 'vermilion',
  SGD: 'orange',
  momentum: 'purple',
  Nesterov: 'grey',
  AdaGrad: 'sky',
  RMSprop: 'green',
  Adam: 'blue',
};

/** A colour for each of these names. */
export function lineColors(names: readonly string[]): Readonly<Record<string, string>> {
  const taken = new Set(names.flatMap((name) => KNOWN[name] ?? []));
  const free = LINES.filter((role) => !taken.has(role));
  const others = names.filter((name) => KNOWN[name] === undefined);
  return Object.fromEntries(
    names.map((name) => {
      const at = others.indexOf(name);
      const own = free[at % Math.max(1, free.length)] ?? LINES[at % LINES.length];
      return [name, color(KNOWN[name] ?? own)];
    }),
  );
}

/** From cold to warm, on paper and in the dark: for rates, from small to large. */
const RAMP = [
  ['#1f6fa9', '#6db8e8'],
  ['#2f62ad', '#7fa9e9'],
  ['#5355b8', '#a4a7f1'],
  ['#8346ae', '#ca9ce9'],
  ['#a83e86', '#e690c9'],
  ['#b84040', '#f19191'],
  ['#a75510', '#f1a161'],
  ['#846400', '#e1be51'],
] as const;

/** `count` colours for things in an order. */
export function rampColors(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, i) => RAMP[Math.round((i * (RAMP.length - 1)) / Math.max(1, count - 1))][0],
  );
}

/** The fill of a cell for a share from 0 to 1, pale to blue, and the ink that can be read on it. */
export function cellColors(share: number): { readonly fill: string; readonly ink: string } {
  const at = Math.min(1, Math.max(0, share));
  const mix = (from: number, to: number) => Math.round(from + (to - from) * at);
  return {
    fill: `rgb(${mix(236, 0)}, ${mix(242, 92)}, ${mix(247, 150)})`,
    // Not the palette's own: what stands in a cell stays as it is in the dark.
    ink: at > 0.74 ? '#fefefe' : '#1d2124',
  };
}

/** The declarations of all colours, for paper (0) or the dark (1). */
function declarations(index: 0 | 1): string {
  return Object.entries(COLORS)
    .map(([role, pair]) => `--${role}:${pair[index]}`)
    .join(';');
}

/** A style sheet that gives `selector` the colours the reader prefers. */
export function colorStyle(selector: string): string {
  return `${selector}{${declarations(0)}}@media (prefers-color-scheme:dark){${selector}{${declarations(1)}}}`;
}

/**
 * A picture with its colours written out as on paper, and a style that exchanges each of them in the dark: programs that
 * know neither variables nor preferences show it too.
 */
export function withPlainColors(svg: string): string {
  const named = Object.entries(COLORS).reduce(
    (text, [role, [light]]) => text.replaceAll(`var(--${role})`, light),
    svg,
  );
  return named.replaceAll('currentColor', COLORS.muted[0]);
}

/** The style that does it, for elements below `selector`. */
export function darkStyle(selector: string): string {
  const rules = [...Object.values(COLORS), ...RAMP].flatMap(([light, dark]) =>
    ['fill', 'stroke'].map((paint) => `${selector} [${paint}="${light}"]{${paint}:${dark}}`),
  );
  return `@media (prefers-color-scheme:dark){${rules.join('')}}`;
}
