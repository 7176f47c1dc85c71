import type { OptionDeclarations } from '@tsuno/core';
import * as ts from 'typescript';
import { makeLeast } from '../least-options.ts';
import { type Exports, exportsOf, isModule, libraryOf, type Opened, original } from './exports.ts';

type Module = Readonly<Record<string, unknown>>;

/** Ranges and defaults of options, by the symbol that they are told with. */
export type DeclaredOptions = ReadonlyMap<ts.Symbol, OptionDeclarations>;

/**
 * What the factories declare of their options beyond the types. It is told with the options' type, or, where several
 * factories share one (`LossOptions`), with each factory.
 */
export function declaredOptions(
  doors: readonly Opened[],
  checker: ts.TypeChecker,
): DeclaredOptions {
  const factories = new Map<ts.Symbol, OptionDeclarations>();
  const users = new Map<ts.Symbol, ts.Symbol[]>();
  const read = (exports: Exports, module: Module, door: string): void => {
    for (const [name, symbol] of exports) {
      if (libraryOf(symbol) !== undefined) continue;
      if (isModule(symbol)) read(exportsOf(symbol, checker), module[name] as Module, door);
      const declared = declaredBy(name, module[name], door);
      if (declared === undefined || factories.has(symbol)) continue;
      factories.set(symbol, declared);
      const type = optionsType(symbol, checker);
      if (type) users.set(type, [...(users.get(type) ?? []), symbol]);
    }
  };
  // A declaration of options is a value and no type, so the modules themselves are asked.
  for (const { name, source, exports } of doors) read(exports, require(source), name);
  for (const [type, [factory, ...others]] of users) {
    const declared = factories.get(factory);
    if (others.length > 0 || !declared) continue;
    factories.set(type, declared);
    factories.delete(factory);
  }
  return factories;
}

function declaredBy(name: string, made: unknown, door: string): OptionDeclarations | undefined {
  const isFactory = /^[A-Z]/.test(name) || door === 'tsuno/activations';
  if (!isFactory || typeof made !== 'function' || /^class\b/.test(String(made))) return undefined;
  return makeLeast(name, made as () => { readonly options?: OptionDeclarations }).options;
}

/** The named type of the options that a function takes. */
function optionsType(factory: ts.Symbol, checker: ts.TypeChecker): ts.Symbol | undefined {
  const declaration = factory.declarations?.find(ts.isFunctionDeclaration);
  const type = declaration?.parameters[0]?.type;
  if (!type || !ts.isTypeReferenceNode(type)) return undefined;
  const symbol = checker.getSymbolAtLocation(type.typeName);
  return symbol && original(symbol, checker);
}
