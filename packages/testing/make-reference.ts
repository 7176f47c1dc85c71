/** Writes `docs/reference.md` from the doc comments: `npm run docs`. A test says when that is due. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './src/doc-examples.ts';
import { referencePage } from './src/reference.ts';

writeFileSync(join(ROOT, 'docs', 'reference.md'), referencePage());
