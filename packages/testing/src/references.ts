import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './doc-examples.ts';

/** The concepts that tests hold against a reference of their own, `describeReference({ concept: '…' …`. */
export function declaredReferences(): readonly string[] {
  return readdirSync(join(ROOT, 'packages'))
    .flatMap((name) => testsIn(join(ROOT, 'packages', name, 'test')))
    .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(DECLARATION)])
    .map(([, concept]) => concept);
}

const DECLARATION = /^\s*describeReference\(\s*\{\s*concept: '([^']+)'/gm;

function testsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => join(folder, path));
  } catch (error) {
    // A package without tests.
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
}

/** The names that neither have golden values nor a test that declares a reference, in a sentence; null if none. */
export function missingReferences(
  type: string,
  names: readonly string[],
  golden: ReadonlySet<string>,
  declared: readonly string[],
): string | null {
  const missing = names.filter(
    (name) => !golden.has(name) && !declared.includes(`${type} ${name}`),
  );
  if (missing.length === 0) return null;
  return [
    `Nothing says which numbers are right for ${missing.map((name) => `${type} ${name}`).join(', ')}.`,
    'What Keras has: add configurations to packages/testing/goldens/make_goldens.py and run it.',
    `What it has not: write a test that begins with describeReference({ concept: '${type} ${missing[0]}', … (packages/testing/src/describe-reference.ts).`,
  ].join(' ');
}
