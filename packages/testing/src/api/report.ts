import { join, relative } from 'node:path';
import * as ts from 'typescript';
import { ROOT } from '../doc-examples.ts';
import { type DeclaredOptions, declaredOptions } from './declared-options.ts';
import { publicDoors } from './doors.ts';
import { entry } from './entry.ts';
import {
  type Exports,
  exportsOf,
  homes,
  isModule,
  libraryOf,
  type Opened,
  opened,
  original,
} from './exports.ts';
import { compare, type Readable, readable } from './readable.ts';

/**
 * The public API as text, a file for each door: one line for each option, member and list of parameters, so that the
 * change of one is the change of one line. A name that several doors hand out is told once, behind the door it comes
 * from; types that callers meet, but no door hands out, are in a file of their own.
 *
 * The compiler is asked what types come to. API Extractor 7.60 was tried and cannot: it refuses a namespace that holds
 * an `export *` of tfjs, and it prints declarations as they are written, which for a factory's options is
 * `OptionsOf<typeof declared_17>`, with a number that changes when another factory is added.
 */
export function apiReports(): ReadonlyMap<string, string> {
  const doors = publicDoors();
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  );
  const program = ts.createProgram(
    doors.map(({ source }) => source),
    options,
  );
  const checker = program.getTypeChecker();
  const all = doors.map((door) => opened(door, program, checker));
  const met = new Set<ts.Symbol>();
  const book: Book = {
    doors: all,
    homes: homes(all),
    options: declaredOptions(all, checker),
    text: readable(checker, (symbol) => met.add(original(symbol, checker))),
    checker,
  };
  const files = new Map(
    all.map((door) => [
      `${door.name.replace('@', '').replaceAll('/', '.')}.api.md`,
      page(door.name, section(door.exports, door, book)),
    ]),
  );
  return files.set('unnamed.api.md', page('Types without a door', unnamed(met, book)));
}

interface Book {
  readonly doors: readonly Opened[];
  readonly homes: ReadonlyMap<ts.Symbol, string>;
  readonly options: DeclaredOptions;
  readonly text: Readable;
  readonly checker: ts.TypeChecker;
}

function page(title: string, entries: readonly string[]): string {
  return `# ${title}\n\nMade by \`npm run api\`.\n\n\`\`\`ts\n${entries.join('\n\n')}\n\`\`\`\n`;
}

/** What is told here, in the order of the names; before it what is told elsewhere. */
function section(exports: Exports, door: Opened, book: Book): readonly string[] {
  const elsewhere: string[] = [];
  const here: string[] = [];
  const libraries = new Map<string, string[]>();
  for (const [name, symbol] of [...exports].sort(([a], [b]) => compare(a, b))) {
    const library = libraryOf(symbol);
    const home = book.homes.get(symbol);
    if (library !== undefined) {
      libraries.set(library, [...(libraries.get(library) ?? []), name]);
    } else if (home !== undefined && home !== door.name) {
      elsewhere.push(`export { ${name} } from '${home}';`);
    } else if (isModule(symbol)) {
      here.push(namespace(name, exportsOf(symbol, book.checker), door, book));
    } else {
      here.push(entry(name, symbol, book.checker, book.text, book.options));
    }
  }
  for (const [library, names] of libraries) {
    const list = names.length > 50 ? '*' : `{ ${names.join(', ')} }`;
    elsewhere.push(`export ${list} from '${library}';`);
  }
  return [...(elsewhere.length > 0 ? [elsewhere.join('\n')] : []), ...here];
}

/** A namespace: the door that leads to the same, or what is in it. */
function namespace(name: string, exports: Exports, door: Opened, book: Book): string {
  const same = book.doors.find(
    (other) =>
      other.exports.size === exports.size &&
      [...exports].every(([each, symbol]) => other.exports.get(each) === symbol),
  );
  if (same) return `export * as ${name} from '${same.name}';`;
  const inside = section(exports, door, book)
    .join('\n\n')
    .replaceAll(/^(?=.)/gm, '  ');
  return `namespace ${name} {\n${inside}\n}`;
}

/** What the printed types name, but nobody can import; it names further such types. */
function unnamed(met: ReadonlySet<ts.Symbol>, book: Book): readonly string[] {
  const { homes, text, options, checker } = book;
  const told: { readonly where: string; readonly entry: string }[] = [];
  for (const symbol of met) {
    const declaration = symbol.declarations?.[0];
    if (!declaration || !isTypeOfOurs(symbol) || homes.has(symbol)) continue;
    const path = relative(ROOT, declaration.getSourceFile().fileName).replaceAll('\\', '/');
    told.push({
      where: `${path} ${symbol.name}`,
      entry: `// ${path}\n${entry(symbol.name, symbol, checker, text, options)}`,
    });
  }
  return told.sort((a, b) => compare(a.where, b.where)).map((each) => each.entry);
}

function isTypeOfOurs(symbol: ts.Symbol): boolean {
  const types = ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface | ts.SymbolFlags.Class;
  return (symbol.flags & types) !== 0 && isOurs(symbol);
}

function isOurs(symbol: ts.Symbol): boolean {
  const path = symbol.declarations?.[0]?.getSourceFile().fileName ?? '';
  return path.startsWith(ROOT) && !path.includes('/node_modules/');
}
