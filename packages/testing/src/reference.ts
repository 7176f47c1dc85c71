import { join } from 'node:path';
import * as ts from 'typescript';
import { ROOT } from './doc-examples.ts';

/** The namespaces of the umbrella, and the package beside it that has an API of its own: title and source. */
const SECTIONS = [
  ['layers', 'packages/layers/src/index.ts'],
  ['activations', 'packages/layers/src/activations/index.ts'],
  ['initializers', 'packages/initializers/src/index.ts'],
  ['losses', 'packages/losses/src/index.ts'],
  ['metrics', 'packages/metrics/src/index.ts'],
  ['optimizers', 'packages/optimizers/src/index.ts'],
  ['callbacks', 'packages/callbacks/src/index.ts'],
  ['lab', 'packages/lab/src/index.ts'],
  ['@tsuno/drawing', 'packages/drawing/src/index.ts'],
] as const;

const INTRODUCTION = `# Reference

Every name of Tsuno's namespaces and of \`@tsuno/drawing\`, with its options, made from the doc comments in the sources by \`npm run docs\`.
Names and defaults are Keras 3's. Strings stand for a factory with its defaults: \`'sparse_categorical_crossentropy'\`,
\`'relu'\`, \`'adam'\`.
`;

/** `docs/reference.md` as it must be. */
export function referencePage(): string {
  const program = ts.createProgram(
    SECTIONS.map(([, source]) => join(ROOT, source)),
    ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
      ts.sys,
      ROOT,
    ).options,
  );
  const checker = program.getTypeChecker();
  const sections = SECTIONS.map(([title, source]) => {
    const file = program.getSourceFile(join(ROOT, source));
    const module = file && checker.getSymbolAtLocation(file);
    const functions = (module ? checker.getExportsOfModule(module) : [])
      .map((symbol) =>
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      )
      .filter((symbol) => symbol.flags & ts.SymbolFlags.Function);
    return `## ${title}\n\n${functions.map((symbol) => entry(symbol, checker)).join('\n')}`;
  });
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

function entry(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const see = symbol.getJsDocTags(checker).find(({ name }) => name === 'see');
  const link = ts.displayPartsToString(see?.text).trim();
  const declaration = symbol.declarations?.find(ts.isFunctionDeclaration);
  const options = declaration ? optionsOf(declaration, checker) : [];
  const table =
    options.length === 0
      ? ''
      : `\n| option | default | |\n| --- | --- | --- |\n${options.join('\n')}\n`;
  const source = link === '' ? '' : `\n[Keras](${link})\n`;
  return `### \`${symbol.name}\`\n\n${text.trim()}\n${table}${source}`;
}

/** A row of a table for each name that the options are taken apart into, or that their type has. */
function optionsOf(declaration: ts.FunctionDeclaration, checker: ts.TypeChecker): string[] {
  const parameter = declaration.parameters.find(
    ({ name }) => ts.isObjectBindingPattern(name) || name.getText() === 'options',
  );
  if (parameter === undefined) return [];
  const type = checker.getNonNullableType(checker.getTypeAtLocation(parameter));
  const elements = ts.isObjectBindingPattern(parameter.name) ? parameter.name.elements : [];
  const presets = new Map(
    elements.map((element) => [element.name.getText(), presetOf(element)?.getText()]),
  );
  const named = elements.filter(({ dotDotDotToken }) => dotDotDotToken === undefined);
  const names =
    named.length > 0
      ? named.map(({ name }) => name.getText())
      : checker.getPropertiesOfType(type).map(({ name }) => name);
  return names.map((name) => {
    const about = ts.displayPartsToString(type.getProperty(name)?.getDocumentationComment(checker));
    const preset = presets.get(name);
    const shown = preset === undefined ? '' : `\`${preset}\``;
    return `| \`${name}\` | ${shown} | ${about.replaceAll('\n', ' ').replaceAll('|', '\\|')} |`;
  });
}

/** The default of an option; of `'auc' as N` only the value. */
function presetOf({ initializer }: ts.BindingElement): ts.Expression | undefined {
  return initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
}
