import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from 'tsuno';
import { ROOT } from './src/doc-examples.ts';
import { rowsOf } from './src/parity.ts';
import { type ParityTable, parityPage } from './src/parity-page.ts';
import { PARITY_SECTIONS } from './src/parity-sections.ts';

/** Writes `docs/parity.md` from a run of all golden cases. */
async function main(): Promise<void> {
  tf.enableProdMode();
  console.info = () => {};
  const tables: ParityTable[] = [];
  for (const { title, about, measure } of PARITY_SECTIONS) {
    tables.push({ title, about, rows: rowsOf(await measure()) });
  }
  const file = join(ROOT, 'docs', 'parity.md');
  writeFileSync(file, parityPage(tables));
  console.log(`Written to ${file}.`);
}

void main();
