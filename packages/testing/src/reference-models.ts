import { join } from 'node:path';
import type { OptionDeclarations } from '@tsuno/core';
import * as ts from 'typescript';
import { FILE_OPTIONS } from '../../saving/src/saver.ts';
import { ROOT } from './doc-examples.ts';
import {
  about,
  type Defaults,
  defaultsIn,
  optionsTable,
  plainType,
  row,
  takenBy,
} from './reference-options.ts';

/** What models are made, opened and extended with, and what their calls take and give. */
export const MODEL_SOURCES = {
  sequential: 'packages/models/src/sequential.ts',
  constructor: 'packages/models/src/define-sequential.ts',
  tsuno: 'packages/tsuno/src/index.ts',
  core: 'packages/core/src/index.ts',
  models: 'packages/models/src/index.ts',
} as const;

/** Types of values that users get or write, in the order of the page. */
const VALUES = ['History', 'LayerHandle', 'NamedWeight', 'NamedOptimizerState', 'Callback', 'Run'];
const ERRORS = /Error$/;
const DEFINES = /^define(?!Sequential)/;
const DECLARED: Readonly<Record<string, OptionDeclarations>> = FILE_OPTIONS;

/** The sections on `Sequential`, `loadModel`, values, errors and the `define…` functions. */
export function modelSections(program: ts.Program): string {
  const checker = program.getTypeChecker();
  const context: Context = { checker, defaults: defaultsIn(program) };
  const file = (path: string) => {
    const found = program.getSourceFile(join(ROOT, path));
    if (found === undefined) throw new Error(`The reference does not find ${path}.`);
    return found;
  };
  const exportsOf = (path: string) => {
    const module = checker.getSymbolAtLocation(file(path));
    return (module ? checker.getExportsOfModule(module) : []).map((symbol) =>
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    );
  };
  const named = (path: string, name: string) => {
    const symbol = exportsOf(path).find((each) => each.name === name);
    if (symbol === undefined) throw new Error(`The reference does not find ${name} in ${path}.`);
    return symbol;
  };
  const ofTsuno = exportsOf(MODEL_SOURCES.tsuno);
  const of = (pattern: RegExp) => ofTsuno.filter(({ name }) => pattern.test(name));
  const values = [...exportsOf(MODEL_SOURCES.models), ...exportsOf(MODEL_SOURCES.core)];
  const parts = [
    '## Sequential\n',
    sequential(named(MODEL_SOURCES.sequential, 'Sequential'), context),
    statics(named(MODEL_SOURCES.constructor, 'SequentialConstructor'), context),
    callable('loadModel(source, options)', named(MODEL_SOURCES.tsuno, 'loadModel'), context),
    '## What calls give and take\n',
    ...VALUES.map((name) => {
      const symbol = values.find((each) => each.name === name);
      if (symbol === undefined) throw new Error(`The reference does not find ${name}.`);
      return valueEntry(symbol, context);
    }),
    '## Errors\n\nAll are subclasses of `TsunoError`, and exported by `tsuno`. [Errors](errors.md) explains their messages.\n',
    ...of(ERRORS).map((symbol) => `### \`${symbol.name}\`\n\n${about(symbol, checker)}\n`),
    '## define…\n\nParts of your own: [Your own](custom.md) has a worked example of each.\n',
    ...of(DEFINES).map((symbol) => callable(symbol.name, symbol, context)),
  ];
  return parts.join('\n');
}

interface Context {
  readonly checker: ts.TypeChecker;
  readonly defaults: Defaults;
}

function sequential(symbol: ts.Symbol, context: Context): string {
  const declaration = symbol.declarations?.find(ts.isClassDeclaration);
  const isPublic = (member: ts.ClassElement) =>
    member.name !== undefined &&
    !ts.isPrivateIdentifier(member.name) &&
    !(ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static);
  const members = (declaration?.members ?? []).filter(isPublic);
  const make = declaration?.members.find(ts.isConstructorDeclaration);
  const properties = members.filter(
    (member) => ts.isPropertyDeclaration(member) || ts.isGetAccessor(member),
  );
  const rows = properties.map((member) => {
    const property = symbolOf(member, context);
    const type = (member as ts.PropertyDeclaration | ts.GetAccessorDeclaration).type;
    const text = type ? plainType(type, context.checker) : '';
    return row(property.name, `\`${text}\``, about(property, context.checker));
  });
  const methods = members.filter(ts.isMethodDeclaration).map((member) => {
    const method = symbolOf(member, context);
    return callable(`model.${shownCall(method)}`, method, context);
  });
  return `${about(symbol, context.checker)}\n${link(symbol, context)}
### \`new Sequential(layers, options)\`

Both may be left out.
${make ? tables(make, context) : ''}
### Properties

| property | is | |
| --- | --- | --- |
${rows.join('\n')}

${[...new Set(methods)].join('\n')}`;
}

function statics(symbol: ts.Symbol, context: Context): string {
  const declaration = symbol.declarations?.find(ts.isInterfaceDeclaration);
  const methods = (declaration?.members ?? []).filter(ts.isMethodSignature);
  return methods
    .filter(({ name }) => name?.getText() === 'fromJSON')
    .map((member) =>
      callable('Sequential.fromJSON(json, options)', symbolOf(member, context), context),
    )
    .join('\n');
}

/** An entry of its own: what it does, what it gives and throws, and a table of its options. */
function callable(heading: string, symbol: ts.Symbol, context: Context): string {
  const { checker } = context;
  const declaration = symbol.declarations?.find(ts.isFunctionLike);
  const type = declaration?.type;
  const returns = type && !DEFINES.test(symbol.name) ? ` → \`${plainType(type, checker)}\`` : '';
  const said = symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === 'returns' || name === 'throws')
    .map(({ name, text }) => {
      const words = ts.displayPartsToString(text).replaceAll(/\s+/g, ' ');
      return `\n${name === 'throws' ? 'Throws' : 'Returns'} ${words}\n`;
    });
  const options = declaration ? tables(declaration, context) : '';
  return `### \`${heading}\`${returns}\n\n${about(symbol, checker)}\n${said.join('')}${options}${link(symbol, context)}`;
}

/** The tables of the options interfaces that a function's parameters name. */
function tables(declaration: ts.SignatureDeclaration, { checker, defaults }: Context): string {
  const found = new Map<string, ts.Type>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && /Options$/.test(node.typeName.getText())) {
      found.set(node.typeName.getText(), checker.getTypeFromTypeNode(node));
    }
    ts.forEachChild(node, visit);
  };
  for (const parameter of declaration.parameters) visit(parameter);
  return [...found]
    .map(([name, type]) => optionsTable(type, checker, defaults, DECLARED[name]))
    .join('');
}

/** A table of the members of a type whose values users get, or write. */
function valueEntry(symbol: ts.Symbol, { checker }: Context): string {
  const rows = checker
    .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
    .map((property) => {
      const method = property.declarations?.find(ts.isMethodSignature);
      const name = method
        ? `${property.name}(${method.parameters.map((each) => each.name.getText()).join(', ')})`
        : property.name;
      const type = method?.type ? plainType(method.type, checker) : takenBy(property, checker);
      return row(name, `\`${type}\``, about(property, checker));
    });
  return `### \`${symbol.name}\`\n\n${about(symbol, checker)}\n\n| member | is, or gives | |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** A method as the error for too many arguments names it, `fit(x, y, options)`, or by its parameters. */
function shownCall(method: ts.Symbol): string {
  const declarations = (method.declarations ?? []).filter(ts.isMethodDeclaration);
  const body = declarations.find((each) => each.body)?.body?.getText() ?? '';
  const named = /refuseFurther\('([^']+)'/.exec(body)?.[1];
  if (named !== undefined) return named;
  const parameters = declarations[0].parameters.map((each) => each.name.getText());
  return `${method.name}(${parameters.join(', ')})`;
}

function symbolOf(member: ts.ClassElement | ts.TypeElement, { checker }: Context): ts.Symbol {
  const symbol = member.name && checker.getSymbolAtLocation(member.name);
  if (symbol === undefined) throw new Error(`The reference does not know ${member.getText()}.`);
  return symbol;
}

function link(symbol: ts.Symbol, { checker }: Context): string {
  const see = symbol.getJsDocTags(checker).find(({ name }) => name === 'see');
  return see ? `\n[Keras](${ts.displayPartsToString(see.text).trim()})\n` : '';
}
