import * as ts from 'typescript';
import { ROOT } from '../doc-examples.ts';

const { NodeBuilderFlags: Build } = ts;
const FLAGS =
  Build.NoTruncation |
  Build.UseAliasDefinedOutsideCurrentScope |
  Build.OmitParameterModifiers |
  Build.MultilineObjectLiterals;

/** Types as text that is the same wherever and whenever it is made, and what they name. */
export interface Readable {
  /** A type as it was written. */
  written(node: ts.Node): string;
  /** What a type comes to. An alias that it goes by is opened where `isOpened`. */
  computed(type: ts.Type, isOpened?: boolean): ts.TypeNode;
  print(node: ts.Node): string;
}

/** `names` hears of everything that a printed type names. */
export function readable(checker: ts.TypeChecker, names: (symbol: ts.Symbol) => void): Readable {
  const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });
  const nowhere = ts.createSourceFile('api.ts', '', ts.ScriptTarget.ES2022);
  const print = (node: ts.Node) =>
    printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile?.() ?? nowhere);

  const note = (node: ts.Node) => {
    if (ts.isTupleTypeNode(node)) ts.setEmitFlags(node, ts.EmitFlags.SingleLine);
    if (!ts.isIdentifier(node)) return;
    // The compiler leaves the symbol with the names that it makes.
    const made = (node as ts.Node & { readonly symbol?: ts.Symbol }).symbol;
    const symbol = node.getSourceFile?.() ? checker.getSymbolAtLocation(node) : made;
    if (symbol) names(symbol);
  };
  const settled = (root: ts.Node) =>
    ts.transform(root, [
      (context) => {
        const visit = (node: ts.Node): ts.Node => {
          note(node);
          const visited = ts.visitEachChild(node, visit, context);
          if (ts.isTupleTypeNode(visited)) ts.setEmitFlags(visited, ts.EmitFlags.SingleLine);
          if (ts.isUnionTypeNode(visited)) {
            return ts.factory.createUnionTypeNode(inOrder(visited.types));
          }
          if (ts.isStringLiteral(visited)) return literal(visited.text);
          return ts.isPropertySignature(visited) ? withoutUndefined(visited) : visited;
        };
        return visit;
      },
    ]).transformed[0];
  /** The compiler's own order follows from what it happened to look at first. */
  const inOrder = (types: readonly ts.TypeNode[]) =>
    types
      .map((type) => ({ type, text: print(type) }))
      .sort((a, b) => rank(a.text) - rank(b.text) || compare(a.text, b.text))
      .map(({ type }) => type);

  return {
    written: (node) => {
      ts.forEachChild(node, function visit(child): void {
        note(child);
        ts.forEachChild(child, visit);
      });
      note(node);
      return print(node);
    },
    computed: (type, isOpened = false) => {
      const flags = FLAGS | (isOpened ? Build.InTypeAlias : 0);
      const node = checker.typeToTypeNode(type, undefined, flags);
      return settled(
        node ?? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword),
      ) as ts.TypeNode;
    },
    print,
  };
}

/** Modules of this repository go by their paths in it. */
function literal(text: string): ts.StringLiteral {
  const isOurs = text.startsWith(`${ROOT}/`);
  return ts.factory.createStringLiteral(isOurs ? text.slice(ROOT.length + 1) : text, true);
}

/** `name?: string` for `name?: string | undefined`: the question mark says it. */
function withoutUndefined(node: ts.PropertySignature): ts.PropertySignature {
  if (!node.questionToken || !node.type || !ts.isUnionTypeNode(node.type)) return node;
  const types = node.type.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
  const type = types.length === 1 ? types[0] : ts.factory.createUnionTypeNode(types);
  return ts.factory.createPropertySignature(node.modifiers, node.name, node.questionToken, type);
}

function rank(text: string): number {
  return ['null', 'undefined'].indexOf(text);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
