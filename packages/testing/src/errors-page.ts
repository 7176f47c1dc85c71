import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tsuno from 'tsuno';
import * as ts from 'typescript';
import { ROOT } from './doc-examples.ts';

export const ERRORS_PAGE = join(ROOT, 'docs', 'errors.md');

/** A block that throws, and below it the block with its message, which may be missing before it is first filled in. */
const THROWING = /^```ts throws\n([\s\S]*?)^```\n(?:\n```text\n[\s\S]*?^```\n)?/gm;

/** `docs/errors.md` as it must be: below each block that throws, what it throws. */
export async function errorsPage(): Promise<string> {
  const page = readFileSync(ERRORS_PAGE, 'utf8');
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'tsuno-errors-'));
  try {
    process.chdir(folder);
    const blocks = [...page.matchAll(THROWING)];
    const filled: string[] = [];
    // One after the other: they share the folder.
    for (const [, code] of blocks) {
      filled.push(
        `\`\`\`ts throws\n${code}\`\`\`\n\n\`\`\`text\n${await thrownBy(code)}\n\`\`\`\n`,
      );
    }
    return page.replaceAll(THROWING, () => filled.shift() as string);
  } finally {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  }
}

/** How many blocks of the page throw which class: `{ OptionError: 12 }`. */
export function countsByClass(page: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [, name] of page.matchAll(/^```text\n(\w+): /gm))
    counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** The error that the code ends in, as Node prints it. */
async function thrownBy(code: string): Promise<string> {
  const body = ts.transpileModule(`export async function run() {\n${code}\n}`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  }).outputText;
  const exported: { run?: () => Promise<void> } = {};
  const inReach = new Map<string, unknown>(Object.entries(tsuno));
  new Function('exports', ...inReach.keys(), body)(exported, ...inReach.values());
  try {
    await exported.run?.();
  } catch (error) {
    if (error instanceof tsuno.TsunoError) return `${error.name}: ${error.message}`;
    throw new Error(`docs/errors.md: this throws no error of Tsuno's:\n${code}`, { cause: error });
  }
  throw new Error(`docs/errors.md: this does not throw:\n${code}`);
}
