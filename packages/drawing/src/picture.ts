import { color, darkStyle, withPlainColors } from './palette.ts';

/** A picture: SVG text that needs nothing else. */
export interface Picture {
  /** For the file: `learning-rates`. */
  readonly name: string;
  readonly title: string;
  /** What is to be seen, for those who do not see it. */
  readonly description: string;
  /** Drawn for a wide place. */
  readonly svg: string;
  /** The same for a telephone. */
  readonly narrowSvg: string;
}

/** What a picture is made of: panels, drawn at a width. */
export interface PictureSource {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly description: string;
  /** How many panels stand side by side where it is wide. */
  readonly columns?: number;
  readonly narrowColumns?: number;
  panel(width: number, index: number): SVGSVGElement;
  readonly panels: number;
}

export const WIDE = 760;
export const NARROW = 366;
export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

/** The look of a panel's own text, its size in pixels. */
export const panelStyle = (fontSize: number) => ({
  fontFamily: FONT,
  fontSize: `${fontSize}px`,
  background: 'none',
  color: color('muted'),
  overflow: 'visible',
});
const PADDING = 16;
const GAP = 12;

export function makePicture(source: PictureSource): Picture {
  const { name, title, description, columns = 1, narrowColumns = 1 } = source;
  return {
    name,
    title,
    description,
    svg: compose(source, WIDE, columns),
    narrowSvg: compose(source, NARROW, narrowColumns),
  };
}

/** Title and subtitle on top, the panels below in rows. */
function compose(source: PictureSource, width: number, columns: number): string {
  const inner = width - 2 * PADDING;
  const titleLines = wrap(source.title, inner, 17 * 0.66);
  const subtitleLines = source.subtitle === '' ? [] : wrap(source.subtitle, inner, 13 * 0.55);
  let y = PADDING;
  const text = (lines: readonly string[], size: number, weight: number, role: string) =>
    lines
      .map((line) => {
        y += size * 1.32;
        return `<text x="${PADDING}" y="${(y - size * 0.3).toFixed(1)}" font-size="${size}" font-weight="${weight}" fill="var(--${role})">${escapeXml(line)}</text>`;
      })
      .join('');
  const head = text(titleLines, 17, 700, 'ink') + text(subtitleLines, 13, 400, 'muted');
  y += 10;
  const panelWidth = Math.floor((inner - GAP * (columns - 1)) / columns);
  const body: string[] = [];
  for (let first = 0; first < source.panels; first += columns) {
    let tallest = 0;
    for (let i = first; i < Math.min(first + columns, source.panels); i++) {
      const panel = source.panel(panelWidth, i);
      const x = PADDING + (i - first) * (panelWidth + GAP);
      panel.setAttribute('x', String(x));
      panel.setAttribute('y', String(y));
      panel.setAttribute('aria-hidden', 'true');
      tallest = Math.max(tallest, Number(panel.getAttribute('height')));
      body.push(panel.outerHTML);
    }
    y += tallest + GAP;
  }
  const height = Math.ceil(y - GAP + PADDING);
  const id = `${source.name}-${width}`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="tsuno-picture" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${escapeXml(FONT)}">`,
    `<title id="${id}-title">${escapeXml(source.title)}</title>`,
    `<desc id="${id}-desc">${escapeXml(source.description)}</desc>`,
    `<style>${darkStyle('.tsuno-picture')}</style>`,
    `<rect width="${width}" height="${height}" fill="var(--paper)"/>`,
    head,
    ...body,
    '</svg>',
  ].join('\n');
  return withPlainColors(svg);
}

/** Lines of words that fit, by the average width of a letter. */
export function wrap(text: string, width: number, letter: number): readonly string[] {
  const most = Math.floor(width / letter);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= most) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
