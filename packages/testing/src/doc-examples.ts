import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import * as ts from 'typescript';

/** The top of the repository. */
export const ROOT = resolve(__dirname, '..', '..', '..');

/** A program that the documentation shows. */
export interface DocExample {
  /** Where it stands: `packages/core/src/rng.ts:12`. */
  readonly where: string;
  /** It as a module: its imports, and the rest as an async function `example`. */
  readonly code: string;
}

/** Every `@example` in the sources of all packages, and every block of TypeScript in the Markdown pages. */
export function docExamples(): readonly DocExample[] {
  const sources = [
    ...filesBelow('packages', (path) => path.includes('/src/') && path.endsWith('.ts')),
    ...filesBelow('datasets/src', (path) => path.endsWith('.ts')),
  ];
  const pages = [
    ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
    ...filesBelow('docs', (path) => path.endsWith('.md')),
    ...filesBelow('packages', (path) => /^packages\/[^/]+\/README\.md$/.test(path)),
    ...filesBelow('datasets', (path) => path.endsWith('.md') && !path.includes('node_modules')),
  ];
  return [
    ...sources.flatMap(fromSource),
    ...pages.flatMap(fromPage),
    ...pages.filter((path) => path.startsWith('docs/from-')).flatMap(fromTables),
  ];
}

function filesBelow(folder: string, wanted: (path: string) => boolean): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return /node_modules|dist|goldens/.test(entry.name) ? [] : filesBelow(path, wanted);
    }
    return wanted(path) ? [path] : [];
  });
}

function fromSource(path: string): DocExample[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const comments = [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)];
  return comments.flatMap((comment) => {
    const lines = comment[0].split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
    const start = lines.findIndex((line) => line.startsWith('@example'));
    if (start < 0) return [];
    const rest = lines.slice(start + 1, -1);
    const end = rest.findIndex((line) => line.startsWith('@'));
    const line = text.slice(0, comment.index).split('\n').length + start;
    const body = rest.slice(0, end < 0 ? undefined : end).join('\n');
    return [{ where: `${path}:${line}`, code: asModule(body) }];
  });
}

/** Blocks that open with ```ts; those marked ```ts no-run are left out. */
function fromPage(path: string): DocExample[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((block) => ({
    where: `${relative('.', path)}:${text.slice(0, block.index).split('\n').length}`,
    code: asModule(block[1]),
  }));
}

/** What the snippets of tables may use: a trained model that tells two classes apart, and its data. */
const SNIPPET = `
import {
  callbacks, type Callback, initializers, layers, loadModel, losses, metrics, optimizers, regularizers, Sequential, tf, utils,
} from 'tsuno';
export async function example() {
  const x = [[0, 1], [1, 0], [0.9, 0.2], [0.1, 0.8]];
  const y = [0, 1, 1, 0];
  const model = new Sequential([layers.Dense({ units: 2 })], { seed: 1 }).compile({
    optimizer: 'adam',
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  await model.fit(x, y, { verbose: 0 });
`;

/** The statements in the column "Tsuno" of tables; what is no call, such as the name of an option, is passed over. */
function fromTables(path: string): DocExample[] {
  const lines = readFileSync(join(ROOT, path), 'utf8').split('\n');
  const cells = (line: string) => line.split(/(?<!\\)[|]/).slice(1, -1);
  let column = -1;
  return lines.flatMap((line, index) => {
    if (!line.startsWith('|')) column = -1;
    else if (column < 0) column = cells(line).findIndex((cell) => cell.trim() === 'Tsuno');
    const cell = line.startsWith('|') ? (cells(line)[column] ?? '') : '';
    const statements = [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
    return statements
      .filter((code) => /\(.*\)|=[^>]|[?]\./.test(code))
      .map((code) => ({ where: `${path}:${index + 1}`, code: `${SNIPPET}\n${code};\n}\n` }));
  });
}

function asModule(body: string): string {
  if (/^export /m.test(body)) return body;
  const imports = body.match(/^import[\s\S]*?;$/gm) ?? [];
  const rest = body.replace(/^import[\s\S]*?;$/gm, '');
  return `${imports.join('\n')}\nexport async function example() {\n${rest}\n}\n`;
}

/** What the compiler has to say against the examples, as users would see it in a strict project. */
export function typeErrors(examples: readonly DocExample[]): readonly string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const virtual = new Map(
    examples.map(({ code }, index) => [
      join(ROOT, 'packages/testing/src', `example-${index}.ts`),
      code,
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram(
    [...virtual.keys()],
    { ...options, noUnusedLocals: false },
    host,
  );
  return [...virtual.keys()].flatMap((path, index) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(
        ({ messageText }) =>
          `${examples[index].where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      ),
  );
}

/** The module as CommonJS. */
export function compiled({ code }: DocExample): string {
  return ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  }).outputText;
}
