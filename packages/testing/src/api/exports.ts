import { dirname } from 'node:path';
import * as ts from 'typescript';
import type { Door } from './doors.ts';
import { compare } from './readable.ts';

/** What a module hands out: each name with the symbol that it was declared as. */
export type Exports = ReadonlyMap<string, ts.Symbol>;

/** A door with what is behind it. */
export interface Opened extends Door {
  readonly exports: Exports;
  /** The folder of the module behind it. */
  readonly folder: string;
}

export function opened(door: Door, program: ts.Program, checker: ts.TypeChecker): Opened {
  const file = program.getSourceFile(door.source);
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) throw new Error(`${door.name} leads to ${door.source}, which exports nothing.`);
  return {
    ...door,
    exports: exportsOf(module, checker),
    folder: dirname(passedThrough(file, checker).fileName),
  };
}

export function exportsOf(module: ts.Symbol, checker: ts.TypeChecker): Exports {
  return new Map(
    checker.getExportsOfModule(module).map((each) => [each.name, original(each, checker)]),
  );
}

/** Whether it is `export * as …`. Functions that carry something (`aliases`) are namespaces too, but no modules. */
export function isModule(symbol: ts.Symbol): boolean {
  return symbol.declarations?.some(ts.isSourceFile) === true;
}

/** The symbol itself, where it is imported or exported under a name. */
export function original(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/**
 * The door that each name is told behind. Of those that hand it out it is the one whose module is nearest to the name's
 * declaration: `Layer` is told behind `tsuno/core`, not behind `tsuno`.
 */
export function homes(doors: readonly Opened[]): ReadonlyMap<ts.Symbol, string> {
  const found = new Map<ts.Symbol, Opened>();
  for (const door of [...doors].sort((a, b) => compare(b.name, a.name))) {
    for (const symbol of door.exports.values()) {
      if (isModule(symbol)) continue;
      const before = found.get(symbol);
      if (!before || nearness(door, symbol) >= nearness(before, symbol)) found.set(symbol, door);
    }
  }
  return new Map([...found].map(([symbol, { name }]) => [symbol, name]));
}

function nearness({ folder }: Opened, symbol: ts.Symbol): number {
  const path = symbol.declarations?.[0]?.getSourceFile().fileName ?? '';
  return path.startsWith(`${folder}/`) ? folder.length : 0;
}

/** The module that a door with a single line, `export * from …`, leads to. */
function passedThrough(file: ts.SourceFile, checker: ts.TypeChecker): ts.SourceFile {
  const [line, ...others] = file.statements;
  if (others.length > 0 || !ts.isExportDeclaration(line) || line.exportClause) return file;
  const module = line.moduleSpecifier && checker.getSymbolAtLocation(line.moduleSpecifier);
  return (module?.declarations ?? []).find(ts.isSourceFile) ?? file;
}

/** The package from outside that a name comes from. */
export function libraryOf(symbol: ts.Symbol): string | undefined {
  const path = symbol.declarations?.[0]?.getSourceFile().fileName ?? '';
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}
