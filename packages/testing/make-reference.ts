/**
 * Writes `docs/reference.md` from the doc comments, and the messages of `docs/errors.md` from the code there: `npm run
 * docs`. A test says when that is due.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './src/doc-examples.ts';
import { ERRORS_PAGE, errorsPage } from './src/errors-page.ts';
import { referencePage } from './src/reference.ts';

writeFileSync(join(ROOT, 'docs', 'reference.md'), referencePage());
errorsPage().then((page) => writeFileSync(ERRORS_PAGE, page));
