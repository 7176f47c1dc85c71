import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DocExample, ROOT } from './doc-examples.ts';

/** The pictures that a page shows between a program and the next one: `pictures/one-rate.svg`. */
export function picturesBelow(
  page: string,
  { where }: Pick<DocExample, 'where'>,
): readonly string[] {
  const lines = readFileSync(join(ROOT, page), 'utf8').split('\n');
  const below = lines.slice(Number(where.split(':')[1])).join('\n');
  const end = below.indexOf('\n```ts');
  return [
    ...below.slice(0, end < 0 ? undefined : end).matchAll(/^!\[[^\]]*\]\(([^)]+\.svg)\)/gm),
  ].map(([, file]) => file);
}
