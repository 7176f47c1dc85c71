import type { OptionDeclarations } from '@tsuno/core';
import { show } from '@tsuno/core';
import * as ts from 'typescript';
import type { DeclaredOptions } from './declared-options.ts';
import type { Readable } from './readable.ts';

/** One name of the public API as its users see it: a declaration without comments and bodies. */
export function entry(
  name: string,
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
  text: Readable,
  declared: DeclaredOptions,
): string {
  const declarations = symbol.declarations ?? [];
  const options = declared.get(symbol) ?? {};
  const ranges = Object.entries(options)
    .map(([option, kind]) => `\n// ${option}: ${about(kind)}`)
    .join('');
  const carried = [...(symbol.exports ?? [])]
    .filter(([, each]) => each.flags & ts.SymbolFlags.Assignment)
    .map(([key, each]) => entry(`${name}.${key}`, each, checker, text, declared));
  return [...declarations.map(one), ...carried].filter((each) => each !== '').join('\n');

  function one(node: ts.Declaration): string {
    if (ts.isFunctionDeclaration(node)) {
      const isImplementation =
        node.body && declarations.some((other) => ts.isFunctionDeclaration(other) && !other.body);
      return isImplementation ? '' : `function ${name}${signature(node)};${ranges}`;
    }
    if (ts.isTypeAliasDeclaration(node)) return alias(node);
    if (ts.isInterfaceDeclaration(node)) return interfaceOf(node);
    if (ts.isClassDeclaration(node)) return classOf(node);
    if (ts.isVariableDeclaration(node)) return `const ${name}: ${typeOf(node)};`;
    // What a function carries: `MeanSquaredError.aliases`.
    if (ts.isPropertyAccessExpression(node)) return `const ${name}: ${typeOf(node)};`;
    // The function again, where something is put on it.
    if (ts.isIdentifier(node)) return '';
    throw new Error(`${name} is a ${ts.SyntaxKind[node.kind]}, which the report has no words for.`);
  }

  function alias(node: ts.TypeAliasDeclaration): string {
    const start = `type ${name}${parameters(node)} =`;
    if (node.typeParameters || !isComputed(node.type))
      return `${start} ${text.written(node.type)};`;
    const type = text.computed(checker.getTypeAtLocation(node), true);
    if (ts.isTypeReferenceNode(type)) return `${start} ${text.written(node.type)};`;
    if (ts.isTypeLiteralNode(type)) return `${start} {${block(membersOf(type))}};`;
    if (ts.isUnionTypeNode(type) && type.types.length > 3) {
      return `${start}${type.types.map((each) => `\n  | ${text.print(each)}`).join('')};`;
    }
    return `${start} ${text.print(type)};`;
  }

  /** What an interface takes over from computed types (`OptionsOf<typeof declared>`) is told as its own. */
  function interfaceOf(node: ts.InterfaceDeclaration): string {
    const named: string[] = [];
    const lines: string[] = [];
    const own = node.members.map((member) => text.written(member));
    const names = new Set(node.members.map((member) => member.name?.getText()));
    for (const base of node.heritageClauses?.flatMap(({ types }) => types) ?? []) {
      const type = base.typeArguments && text.computed(checker.getTypeAtLocation(base), true);
      if (type && ts.isTypeLiteralNode(type)) lines.push(...membersOf(type, names));
      else named.push(text.written(base));
    }
    const bases = named.length > 0 ? ` extends ${named.join(', ')}` : '';
    return `interface ${name}${parameters(node)}${bases} {${block([...lines, ...own])}}`;
  }

  function membersOf(type: ts.TypeLiteralNode, except = new Set<unknown>()): readonly string[] {
    return type.members.flatMap((member) => {
      const label = member.name && text.print(member.name);
      if (except.has(label)) return [];
      const option = label && options[label];
      return `${text.print(member)}${option ? ` // ${about(option)}` : ''}`;
    });
  }

  function classOf(node: ts.ClassDeclaration): string {
    const members = node.members
      .filter((member) => !isHidden(member))
      .flatMap((member) => {
        if (ts.isConstructorDeclaration(member)) return [`constructor${signature(member)};`];
        const prefix = modifiers(member);
        const label = member.name && text.print(member.name);
        if (ts.isMethodDeclaration(member)) return [`${prefix}${label}${signature(member)};`];
        if (ts.isGetAccessor(member)) return [`${prefix}get ${label}(): ${typeOf(member)};`];
        if (ts.isSetAccessor(member))
          return [`${prefix}set ${label}(${parameter(member.parameters[0])});`];
        if (ts.isPropertyDeclaration(member)) {
          return [`${prefix}${label}${member.questionToken ? '?' : ''}: ${typeOf(member)};`];
        }
        return [];
      });
    const bases = node.heritageClauses?.map((clause) => ` ${text.written(clause).trim()}`) ?? [];
    return `class ${name}${parameters(node)}${bases.join('')} {${block(members)}}`;
  }

  function parameters(node: ts.DeclarationWithTypeParameterChildren): string {
    const all = 'typeParameters' in node ? (node.typeParameters ?? []) : [];
    return all.length > 0 ? `<${all.map((each) => text.written(each)).join(', ')}>` : '';
  }

  function signature(node: ts.SignatureDeclaration): string {
    const given = node.parameters.map(parameter).join(', ');
    if (ts.isConstructorDeclaration(node)) return `(${given})`;
    const made = checker.getSignatureFromDeclaration(node);
    const result = node.type
      ? text.written(node.type)
      : text.print(text.computed((made as ts.Signature).getReturnType()));
    return `${parameters(node)}(${given}): ${result}`;
  }

  function parameter(node: ts.ParameterDeclaration): string {
    const label = ts.isIdentifier(node.name) ? node.name.text : 'options';
    const isOptional = node.questionToken || node.initializer;
    return `${node.dotDotDotToken ? '...' : ''}${label}${isOptional ? '?' : ''}: ${typeOf(node)}`;
  }

  function typeOf(node: ts.Declaration & { readonly type?: ts.TypeNode }): string {
    return node.type
      ? text.written(node.type)
      : text.print(text.computed(checker.getTypeAtLocation(node)));
  }
}

/** What an option takes, and what it is when it is left out. */
function about({ takes, preset, isRequired }: OptionDeclarations[string]): string {
  if (isRequired) return `${takes}; required`;
  return preset === undefined ? takes : `${takes}; default ${show(preset)}`;
}

/** Whether a type says what it is only once it has been computed. */
function isComputed(node: ts.TypeNode): boolean {
  return (
    ts.isTypeQueryNode(node) ||
    ts.isConditionalTypeNode(node) ||
    ts.isMappedTypeNode(node) ||
    ts.isIndexedAccessTypeNode(node) ||
    ts.isIntersectionTypeNode(node) ||
    ts.isTypeOperatorNode(node) ||
    (ts.isTypeReferenceNode(node) && node.typeArguments !== undefined) ||
    (ts.isUnionTypeNode(node) && node.types.some(isComputed))
  );
}

function isHidden(member: ts.ClassElement): boolean {
  return (
    (member.name !== undefined && ts.isPrivateIdentifier(member.name)) ||
    (ts.canHaveModifiers(member) &&
      ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) === true)
  );
}

function modifiers(member: ts.ClassElement): string {
  const words: Partial<Record<ts.SyntaxKind, string>> = {
    [ts.SyntaxKind.StaticKeyword]: 'static ',
    [ts.SyntaxKind.ReadonlyKeyword]: 'readonly ',
    [ts.SyntaxKind.ProtectedKeyword]: 'protected ',
  };
  const all = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return all.map(({ kind }) => words[kind] ?? '').join('');
}

function block(lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `\n${lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}\n`).join('')}`;
}
