import {
  type Result,
  type ResultTable,
  requireResult,
  showCell,
  statementsOf,
  summaryTable,
  titleOf,
} from 'tsuno/lab/words';
import { colorStyle, darkStyle } from './palette.ts';
import { escapeXml, FONT, type Picture } from './picture.ts';
import { pictures } from './pictures.ts';

export interface PageOptions {
  readonly title?: string;
  /** Sentences under the title. */
  readonly introduction?: readonly string[];
}

/**
 * One page of HTML for results: pictures, what they say, and tables of their numbers. It needs no network and no
 * script, is light or dark as the reader prefers, and can be read on a telephone and with a screen reader.
 *
 * @throws OptionError for something that is no result.
 */
export async function toPage(
  results: Result | readonly Result[],
  { title = 'Learning-rate laboratory', introduction = [] }: PageOptions = {},
): Promise<string> {
  const list = Array.isArray(results) ? (results as readonly Result[]) : [results as Result];
  for (const result of list) requireResult('toPage', result);
  const sections = await Promise.all(
    list.map(async (result, index) => section(result, index, await pictures(result))),
  );
  const contents = list.map(
    (result, index) => `<li><a href="#part-${index + 1}">${escapeXml(titleOf(result))}</a></li>`,
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeXml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#content">Skip to the results</a>',
    `<header><h1>${escapeXml(title)}</h1>${paragraphs(introduction)}</header>`,
    ...(list.length > 1 ? [`<nav aria-label="Contents"><ol>${contents.join('')}</ol></nav>`] : []),
    '<main id="content">',
    ...sections,
    '</main>',
    '<footer><p>Made with Tsuno’s learning-rate laboratory.</p></footer>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function section(result: Result, index: number, drawn: readonly Picture[]): string {
  const heading = `heading-${index + 1}`;
  const table = summaryTable(result);
  return [
    `<section id="part-${index + 1}" aria-labelledby="${heading}">`,
    `<h2 id="${heading}">${escapeXml(titleOf(result))}</h2>`,
    ...drawn.slice(0, 1).map((picture) => figure(picture, index)),
    `<ul class="findings">${statementsOf(result)
      .map((sentence) => `<li>${escapeXml(sentence)}</li>`)
      .join('')}</ul>`,
    ...drawn.slice(1).map((picture) => figure(picture, index)),
    htmlTable(table, table.rows.length > 16),
    '</section>',
  ].join('\n');
}

/** Both widths; the style sheet shows the one that fits. Their ids are made different from those of other results. */
function figure({ svg, narrowSvg }: Picture, index: number): string {
  const own = (text: string) =>
    text
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .replace(/aria-labelledby="(\S+) (\S+)"/, `aria-labelledby="p${index}-$1 p${index}-$2"`)
      .replace('<title id="', `<title id="p${index}-`)
      .replace('<desc id="', `<desc id="p${index}-`);
  return `<figure><div class="wide">${own(svg)}</div><div class="narrow">${own(narrowSvg)}</div></figure>`;
}

/** A long table is folded away until it is asked for. */
function htmlTable({ title, columns, rows }: ResultTable, isFolded: boolean): string {
  const head = columns.map((name) => `<th scope="col">${escapeXml(name)}</th>`).join('');
  const body = rows.map((row) => {
    const [first, ...rest] = row;
    const cells = rest.map((value) =>
      typeof value === 'string'
        ? `<td>${escapeXml(value)}</td>`
        : `<td class="number"${value == null ? '' : ` data-value="${value}"`}>${showCell(value)}</td>`,
    );
    return `<tr><th scope="row">${escapeXml(showCell(first))}</th>${cells.join('')}</tr>`;
  });
  const table = `<div class="table" role="region" aria-label="${escapeXml(title)}" tabindex="0"><table><caption>${escapeXml(title)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
  return isFolded
    ? `<details><summary>${escapeXml(title)}: ${rows.length} rows</summary>${table}</details>`
    : table;
}

function paragraphs(sentences: readonly string[]): string {
  return sentences.map((sentence) => `<p>${escapeXml(sentence)}</p>`).join('');
}

const STYLE = [
  colorStyle(':root'),
  darkStyle('.tsuno-picture'),
  ':root{color-scheme:light dark}',
  `body{margin:0 auto;max-width:50rem;padding:1rem 1rem 3rem;background:var(--paper);color:var(--ink);font:1rem/1.5 ${FONT}}`,
  'h1{font-size:1.7rem;line-height:1.2;margin:.6rem 0}h2{font-size:1.3rem;line-height:1.25;margin:2.6rem 0 .6rem}',
  'a{color:var(--blue)}a:focus-visible,summary:focus-visible,.table:focus-visible{outline:3px solid var(--orange);outline-offset:2px}',
  '.skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.3rem .6rem}',
  '.findings{padding-left:1.2rem}.findings li{margin:.35rem 0}',
  'figure{margin:1.4rem 0;border:1px solid var(--faint);border-radius:.5rem;overflow:hidden}',
  'figure svg{display:block;width:100%;height:auto}figure svg svg{display:inline;width:auto}',
  '.narrow{display:none}@media (max-width:34rem){.wide{display:none}.narrow{display:block}body{padding:.6rem .6rem 2rem}}',
  '.table{overflow-x:auto;margin:1rem 0}table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}',
  'caption{text-align:left;font-weight:700;padding:.3rem 0}th,td{padding:.28rem .7rem .28rem 0;text-align:left;border-bottom:1px solid var(--faint);vertical-align:top}',
  'thead th{white-space:nowrap}tbody th{font-weight:400;white-space:nowrap}td.number{text-align:right;white-space:nowrap}',
  'summary{cursor:pointer;padding:.4rem 0}footer{margin-top:3rem;color:var(--muted);font-size:.88rem}',
].join('\n');
