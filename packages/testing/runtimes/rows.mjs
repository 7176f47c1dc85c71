/** Every place that the packed packages are tried in: the rows of docs/runtimes.md. */
import { BACKENDS } from './rows/backends.mjs';
import { BUNDLERS } from './rows/bundlers.mjs';
import { JAVASCRIPT } from './rows/javascript.mjs';
import { NEXT } from './rows/next.mjs';
import { PAGES } from './rows/pages.mjs';
import { TESTERS } from './rows/testers.mjs';
import { TYPESCRIPT } from './rows/typescript.mjs';

/** What `npm run check` runs of them: what people bundle with, and where the packages are loaded differently. */
const CHECKED =
  /^(Node|Deno|Bun|tsx|Jest$|esbuild|webpack, (Node, ESM|page)|Rollup|Vite|Chromium, page with a policy)/;

export const ROWS = [
  ...JAVASCRIPT,
  ...TYPESCRIPT,
  ...TESTERS,
  ...PAGES,
  ...BACKENDS,
  ...BUNDLERS,
  ...NEXT,
].map((row) => ({
  ...row,
  checked: CHECKED.test(row.name),
}));
