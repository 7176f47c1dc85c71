import { type OptionDeclarations, show } from '@tsuno/core';
import * as ts from 'typescript';

/** What an options interface's properties are when they are left out, as the code that reads them says. */
export interface Defaults {
  /** The source of the default; `''` where there is none. @throws Error for an option that no code takes apart. */
  of(property: ts.Symbol): string;
}

/**
 * Reads the defaults of all options out of the code that takes them apart: `const { epochs = 1 } = options`. So there is
 * no second table of them. An option that no code takes apart is an error, and so are two defaults for one.
 */
export function defaultsIn(program: ts.Program): Defaults {
  const checker = program.getTypeChecker();
  const found = new Map<ts.Node, string>();
  const take = (pattern: ts.ObjectBindingPattern, given: ts.Type) => {
    const type = checker.getNonNullableType(given);
    for (const element of pattern.elements) {
      const name = (element.propertyName ?? element.name).getText();
      const property = type.getProperty(name)?.valueDeclaration;
      if (property === undefined || element.dotDotDotToken !== undefined) continue;
      const preset = element.initializer ? constantOf(element.initializer, checker) : '';
      const before = found.get(property);
      if (before && preset && before !== preset) {
        throw new Error(`${name} has two defaults: ${before} and ${preset}.`);
      }
      found.set(property, before || preset);
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
      if (node.initializer) take(node.name, checker.getTypeAtLocation(node.initializer));
    } else if (ts.isParameter(node) && ts.isObjectBindingPattern(node.name) && node.type) {
      take(node.name, checker.getTypeFromTypeNode(node.type));
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && !file.fileName.includes('/node_modules/')) visit(file);
  }
  return {
    of(property) {
      const preset = property.valueDeclaration && found.get(property.valueDeclaration);
      if (preset !== undefined) return preset;
      throw new Error(`The reference knows no code that reads the option ${property.name}.`);
    },
  };
}

/** The value's source; a constant's name is replaced by what it stands for. */
function constantOf(value: ts.Expression, checker: ts.TypeChecker): string {
  const symbol = ts.isIdentifier(value) ? checker.getSymbolAtLocation(value) : undefined;
  const declared = symbol?.valueDeclaration;
  const constant =
    declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  const shown = constant ?? value;
  // What is computed says nothing to a reader; its option's comment does.
  return ts.isCallExpression(shown) ? '' : shown.getText();
}

/** A table of all properties of an options interface; `declared` has precedence over what the code takes apart. */
export function optionsTable(
  options: ts.Type,
  checker: ts.TypeChecker,
  defaults: Defaults,
  declared: OptionDeclarations | undefined,
): string {
  const rows = checker.getPropertiesOfType(options).map((property) => {
    const { preset } = declared?.[property.name] ?? {};
    const isRequired = (property.flags & ts.SymbolFlags.Optional) === 0;
    const text = declared ? (preset === undefined ? '' : show(preset)) : defaults.of(property);
    const shown = isRequired
      ? 'required'
      : text === '' || text === 'undefined'
        ? ''
        : `\`${text}\``;
    return row(property.name, `\`${takenBy(property, checker)}\``, shown, about(property, checker));
  });
  return `\n| option | takes | default | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** What a property's type is in the source; unions of words are written out. */
export function takenBy(property: ts.Symbol, checker: ts.TypeChecker): string {
  const declaration = property.valueDeclaration;
  const node =
    declaration && (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration))
      ? declaration.type
      : undefined;
  return node ? plainType(node, checker) : '';
}

/** Types of the language itself, whose arguments say something to a reader. */
const TOLD = ['Promise', 'Record', 'Readonly', 'Required'];

/** A type's source on one line, without what stands in it for type parameters. */
export function plainType(node: ts.Node, checker: ts.TypeChecker): string {
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    const symbol = checker.getSymbolAtLocation(node.typeName);
    const isImported = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const named = (isImported ? checker.getAliasedSymbol(symbol) : symbol)?.declarations?.[0];
    if (named && ts.isTypeParameterDeclaration(named)) {
      return named.constraint ? plainType(named.constraint, checker) : 'unknown';
    }
    if (named && ts.isTypeAliasDeclaration(named) && isOfWords(named.type)) {
      return named.type.getText();
    }
    if (!TOLD.includes(name)) return name;
  }
  const start = node.getStart();
  const parts: string[] = [];
  let end = start;
  ts.forEachChild(node, (child) => {
    parts.push(node.getText().slice(end - start, child.getStart() - start));
    parts.push(plainType(child, checker));
    end = child.getEnd();
  });
  parts.push(node.getText().slice(end - start));
  return parts
    .join('')
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/\s+/g, ' ');
}

/** `'auto' | 0 | 1`. */
function isOfWords(type: ts.TypeNode): boolean {
  return ts.isUnionTypeNode(type) && type.types.every((word) => ts.isLiteralTypeNode(word));
}

export function about(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker));
}

export function row(name: string, ...cells: readonly string[]): string {
  const text = [`\`${name}\``, ...cells].map((cell) =>
    cell.replaceAll('\n', ' ').replaceAll('|', '\\|'),
  );
  return `| ${text.join(' | ')} |`;
}
