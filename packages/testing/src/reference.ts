import { join } from 'node:path';
import { type OptionDeclarations, show } from '@tsuno/core';
import * as tsuno from 'tsuno';
import * as ts from 'typescript';
import { ROOT } from './doc-examples.ts';
import { makeLeast } from './least-options.ts';
import { MODEL_SOURCES, modelSections } from './reference-models.ts';
import { row } from './reference-options.ts';

/** The namespaces of the umbrella, and the package beside it that has an API of its own: title and source. */
const SECTIONS = [
  ['layers', 'packages/layers/src/index.ts', tsuno.layers],
  ['activations', 'packages/layers/src/activations/index.ts', tsuno.activations],
  ['initializers', 'packages/initializers/src/index.ts', tsuno.initializers],
  ['regularizers', 'packages/layers/src/regularizers/index.ts', tsuno.regularizers],
  ['constraints', 'packages/layers/src/constraints/index.ts', tsuno.constraints],
  ['losses', 'packages/losses/src/index.ts', tsuno.losses],
  ['metrics', 'packages/metrics/src/index.ts', tsuno.metrics],
  ['optimizers', 'packages/optimizers/src/index.ts', tsuno.optimizers],
  [
    'optimizers.schedules',
    'packages/optimizers/src/schedules/index.ts',
    tsuno.optimizers.schedules,
  ],
  ['callbacks', 'packages/callbacks/src/index.ts', tsuno.callbacks],
  ['data', 'packages/data/src/index.ts', tsuno.data],
  ['utils', 'packages/utils/src/index.ts', tsuno.utils],
  ['lab', 'packages/lab/src/index.ts', tsuno.lab],
  ['@tsuno/drawing', 'packages/drawing/src/index.ts', {}],
  ['@tsuno/datasets', 'datasets/src/index.ts', {}],
] as const;

const INTRODUCTION = `# Reference

\`Sequential\`, and every name of Tsuno's namespaces, of \`@tsuno/drawing\` and of \`@tsuno/datasets\`, with all options, made from the doc comments in the sources by \`npm run docs\`.
Names and defaults are Keras 3's. Strings stand for a factory with its defaults: \`'sparse_categorical_crossentropy'\`,
\`'relu'\`, \`'adam'\`.
`;

/** `docs/reference.md` as it must be. */
export function referencePage(): string {
  const program = ts.createProgram(
    [...SECTIONS.map(([, source]) => source), ...Object.values(MODEL_SOURCES)].map((source) =>
      join(ROOT, source),
    ),
    ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
      ts.sys,
      ROOT,
    ).options,
  );
  const checker = program.getTypeChecker();
  const sections = SECTIONS.map(([title, source, namespace]) => {
    const file = program.getSourceFile(join(ROOT, source));
    const module = file && checker.getSymbolAtLocation(file);
    const functions = (module ? checker.getExportsOfModule(module) : [])
      .map((symbol) =>
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      )
      .filter((symbol) => symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable));
    return `## ${title}\n\n${functions
      .flatMap((symbol) =>
        symbol.flags & ts.SymbolFlags.Function
          ? entry(
              symbol,
              symbol.name,
              functionOf(symbol),
              declaredBy(namespace, symbol.name),
              checker,
            )
          : entriesOfObject(symbol, checker),
      )
      .join('\n')}`;
  });
  return `${INTRODUCTION}\n${[modelSections(program), ...sections].join('\n')}`;
}

/** An object of functions, such as `mnist`, which has `load`: it is described, each of them has its options. */
function entriesOfObject(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  return checker
    .getTypeOfSymbol(symbol)
    .getProperties()
    .flatMap((property) => {
      const [signature] = checker.getTypeOfSymbol(property).getCallSignatures();
      const declaration = signature?.getDeclaration();
      return declaration && ts.isFunctionDeclaration(declaration)
        ? entry(symbol, `${symbol.name}.${property.name}`, declaration, undefined, checker)
        : [];
    });
}

function functionOf(symbol: ts.Symbol): ts.FunctionDeclaration | undefined {
  return symbol.declarations?.find(ts.isFunctionDeclaration);
}

function entry(
  symbol: ts.Symbol,
  name: string,
  declaration: ts.FunctionDeclaration | undefined,
  declared: OptionDeclarations | undefined,
  checker: ts.TypeChecker,
): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const see = symbol.getJsDocTags(checker).find(({ name }) => name === 'see');
  const link = ts.displayPartsToString(see?.text).trim();
  const options = declaration ? optionsOf(declaration, declared, checker) : [];
  const table =
    options.length === 0
      ? ''
      : `\n| option | takes | default | |\n| --- | --- | --- | --- |\n${options.join('\n')}\n`;
  const source = link === '' ? '' : `\n[Keras](${link})\n`;
  return `### \`${name}\`\n\n${text.trim()}\n${table}${source}`;
}

/** How a factory declares its options; undefined for what does not. */
function declaredBy(namespace: object, name: string): OptionDeclarations | undefined {
  const factory = (namespace as Readonly<Record<string, unknown>>)[name];
  const isFactory = /^[A-Z]/.test(name) || namespace === tsuno.activations;
  if (!isFactory || typeof factory !== 'function') return undefined;
  return makeLeast(name, factory as () => { readonly options?: OptionDeclarations }).options;
}

/** A row of a table for each option: as it was declared, or else as the function takes its options apart. */
function optionsOf(
  declaration: ts.FunctionDeclaration,
  declared: OptionDeclarations | undefined,
  checker: ts.TypeChecker,
): string[] {
  const parameter = declaration.parameters.find(
    ({ name }) => ts.isObjectBindingPattern(name) || name.getText() === 'options',
  );
  if (parameter === undefined) return [];
  const type = checker.getNonNullableType(checker.getTypeAtLocation(parameter));
  const about = (name: string) =>
    ts.displayPartsToString(type.getProperty(name)?.getDocumentationComment(checker));
  if (declared !== undefined) {
    return Object.entries(declared).map(([name, { takes, preset, isRequired }]) => {
      const shown = preset === undefined ? '' : `\`${show(preset)}\``;
      return row(name, takes, isRequired ? 'required' : shown, about(name));
    });
  }
  const pattern = ts.isObjectBindingPattern(parameter.name)
    ? parameter.name
    : takenApart(declaration);
  if (pattern === undefined) {
    return checker.getPropertiesOfType(type).map(({ name }) => row(name, '', '', about(name)));
  }
  return pattern.elements
    .filter(({ dotDotDotToken }) => dotDotDotToken === undefined)
    .map(({ name, initializer }) => {
      const preset = initializer === undefined ? '' : `\`${initializer.getText()}\``;
      return row(name.getText(), '', preset, about(name.getText()));
    });
}

/** `const { … } = options ?? …` in a function's body. */
function takenApart(declaration: ts.FunctionDeclaration): ts.ObjectBindingPattern | undefined {
  return declaration.body?.statements
    .filter(ts.isVariableStatement)
    .map(({ declarationList }) => declarationList.declarations[0])
    .filter(({ initializer }) => /^options\b/.test(initializer?.getText() ?? ''))
    .map(({ name }) => name)
    .find(ts.isObjectBindingPattern);
}
