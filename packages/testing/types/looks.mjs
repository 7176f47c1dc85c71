/** What an editor, the compiler and Node say of the programs in a user's project, block by block: `[line, text]`. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { blocksOf } from './notes.mjs';

/** What an editor shows where `/**\/` stands. */
export function hoverLines(user, options) {
  const file = join(user, 'hovers.ts');
  const text = readFileSync(file, 'utf8');
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const read = ts.sys.readFile(path);
      return read === undefined ? undefined : ts.ScriptSnapshot.fromString(read);
    },
    getCurrentDirectory: () => user,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  });
  const starts = ts.getLineStarts(service.getProgram().getSourceFile(file));
  return blocksOf(text).map(({ line }) => {
    const place = text.indexOf('/**/', starts[line - 1]) + '/**/'.length;
    const info = service.getQuickInfoAtPosition(file, place);
    return [line, oneLine(ts.displayPartsToString(info?.displayParts))];
  });
}

/** The first line of what the compiler says first, and its question at the end, if it asks one. */
export function diagnosticLines(user, options) {
  const file = join(user, 'mistakes.ts');
  const program = ts.createProgram([file], options);
  const source = program.getSourceFile(file);
  const said = new Map();
  for (const each of ts.getPreEmitDiagnostics(program, source)) {
    const line = source.getLineAndCharacterOfPosition(each.start).line + 1;
    if (said.has(line)) continue;
    const [first] = ts.flattenDiagnosticMessageText(each.messageText, '\n').split('\n');
    const asked = (each.relatedInformation ?? [])
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
      .filter((message) => /^Did you/.test(message));
    said.set(line, oneLine([first, ...asked].join(' ')));
  }
  return [...said];
}

/** The first line of the error that each block ends in when it is run although the compiler refuses it. */
export function thrownLines(user, text) {
  const blocks = blocksOf(text).filter(({ notes }) => notes.has('//!'));
  const start = text.slice(0, text.indexOf('\n/* '));
  const tries = blocks.map(
    ({ line, code }) =>
      `try { ${code} } catch (error) { said.push([${line}, String(error).split('\\n')[0]]); }`,
  );
  const { outputText } = ts.transpileModule(
    `${start}\nconst said: unknown[] = [];\n${tries.join('\n')}\nconsole.log(JSON.stringify(said));\n`,
    {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
      },
    },
  );
  writeFileSync(join(user, 'thrown.mjs'), outputText);
  const printed = execFileSync(process.execPath, ['thrown.mjs'], { cwd: user, encoding: 'utf8' });
  return JSON.parse(printed.trim().split('\n').at(-1));
}

/** Factories whose options the compiler does not call by a name when one is misspelt, and what it says. */
export async function namelessOptions(user, options) {
  const tsuno = await import(pathToFileURL(join(user, 'node_modules', 'tsuno', 'index.js')).href);
  const spaces = { ...tsuno, schedules: tsuno.optimizers.schedules };
  const factories = FACTORIES.flatMap((space) =>
    Object.keys(spaces[space])
      .filter((name) => /^[A-Z]/.test(name) || space === 'activations')
      .filter((name) => typeof spaces[space][name] === 'function')
      .map((name) => `${space}.${name}({ mispelt: 1 });`),
  );
  const file = join(user, 'factories.ts');
  const head = `import { ${FACTORIES.filter((space) => space !== 'schedules').join(', ')} } from 'tsuno';
const { schedules } = optimizers;`;
  writeFileSync(file, `${head}\n${factories.join('\n')}\n`);
  const program = ts.createProgram([file], options);
  const said = ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0]);
  const isLong = (message) => /Flat<|\{ readonly|\d+ more/.test(message);
  return { factories: factories.length, nameless: said.filter(isLong) };
}

/** Writes a module that exports every function there is, what each takes, and what it gives: types to be declared. */
export async function writeEverything(user) {
  const tsuno = await import(pathToFileURL(join(user, 'node_modules', 'tsuno', 'index.js')).href);
  const functionsIn = (values, path, depth) =>
    Object.entries(values).flatMap(([name, value]) => {
      const place = `${path}.${name}`;
      if (typeof value === 'function') return [place];
      const isSpace = typeof value === 'object' && value !== null && depth < 2 && name !== 'tf';
      return isSpace ? functionsIn(value, place, depth + 1) : [];
    });
  const places = functionsIn(tsuno, 'tsuno', 0);
  const isClass = (place) => /\.(Sequential|\w+Error)$/.test(place);
  const lines = places.flatMap((place, index) =>
    isClass(place)
      ? [`export const class${index} = ${place};`]
      : [
          `export const function${index} = ${place};`,
          `export const taken${index} = taken(${place});`,
          `export const given${index} = given(${place});`,
        ],
  );
  writeFileSync(join(user, 'everything.ts'), `${EVERYTHING}${lines.join('\n')}\n`);
  return places.length;
}

const EVERYTHING = `import * as tsuno from 'tsuno';
type Call = (...taken: never[]) => unknown;
declare function taken<F extends Call>(call: F): Parameters<F>;
declare function given<F extends Call>(call: F): ReturnType<F>;
`;

const FACTORIES = [
  'activations',
  'callbacks',
  'constraints',
  'initializers',
  'layers',
  'losses',
  'metrics',
  'optimizers',
  'regularizers',
  'schedules',
];

/** Without line breaks and without paths, which are the project's. */
const oneLine = (text) =>
  text.replace(/typeof import\("[^"]*"[^)]*\)/g, 'typeof import(…)').replace(/\s*\n\s*/g, ' ');
