/**
 * Makes the pictures of `docs/learning-rates.md` by running the page's programs: what a program prints that is SVG
 * becomes, one after the other, the pictures that the page shows below it. `npm run pictures`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiled, docExamples, ROOT } from './src/doc-examples.ts';
import { picturesBelow } from './src/page-pictures.ts';

const PAGE = 'docs/learning-rates.md';

async function main(): Promise<void> {
  mkdirSync(join(ROOT, 'docs', 'pictures'), { recursive: true });
  for (const example of docExamples().filter(({ where }) => where.startsWith(`${PAGE}:`))) {
    const files = picturesBelow(PAGE, example);
    const printed: string[] = [];
    const listening = { ...console, log: (text: unknown) => printed.push(String(text)) };
    const exported: { example?: () => Promise<void> } = {};
    new Function('require', 'exports', 'console', compiled(example))(require, exported, listening);
    await exported.example?.();
    const drawn = printed.filter((text) => text.startsWith('<svg'));
    if (drawn.length !== files.length) {
      throw new Error(
        `${example.where} draws ${drawn.length} pictures, but the page shows ${files.length}.`,
      );
    }
    files.forEach((file, i) => {
      writeFileSync(join(ROOT, 'docs', file), `${drawn[i]}\n`);
      console.log(file);
    });
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
