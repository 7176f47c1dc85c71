/**
 * Makes what a module computes when it is evaluated droppable: bundlers keep a call whose result nobody uses, for what it
 * may do besides, and with it all that it names. Our modules without effects (`sideEffects`) promise that theirs do nothing
 * besides, so the build says so, where a comment in front of each would have to in the sources.
 */
import ts from 'typescript';

const PURE = '/* @__PURE__ */';

/**
 * The source of a module without effects, whose constants can be dropped one by one:
 *
 *     const a = f(b.c);            →  const a = PURE (() => (f(b.c)))();
 *     function A() {} A.of = [b];  →  const A = PURE (() => { function A() {} A.of = [b]; return A; })();
 */
export function droppable(text, path) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const edits = [];
  const assigned = assignedTo(source);
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { initializer } of statement.declarationList.declarations) {
        if (initializer && computes(initializer) && !takesItsName(initializer)) {
          edits.push([
            initializer.getStart(),
            initializer.getEnd(),
            wrapped(initializer.getText()),
          ]);
        }
      }
    } else if (ts.isExpressionStatement(statement) && !assigned.has(statement)) {
      const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
      throw new Error(
        `${path}:${line} does something when it is evaluated. List the module in its package's sideEffects.`,
      );
    }
  }
  for (const name of new Set(assigned.values())) {
    const statements = [...assigned.keys()].filter((each) => assigned.get(each) === name);
    edits.push(...asConstant(name, source, statements));
  }
  return edited(text, edits);
}

/**
 * A file that esbuild has written, without what it adds that keeps code alive: namespace objects
 * (`var a = {}; __export(a, {…});`), which become constants, and imports that take nothing of a shared file, which are
 * there for effects that it has not.
 */
export function droppableChunk(text) {
  const source = ts.createSourceFile('chunk.js', text, ts.ScriptTarget.ES2022, true);
  const edits = [];
  for (const [index, statement] of source.statements.entries()) {
    if (ts.isImportDeclaration(statement) && !statement.importClause) {
      if (/^\.\/chunk-/.test(statement.moduleSpecifier.text)) {
        edits.push([statement.getFullStart(), statement.getEnd(), '']);
      }
      continue;
    }
    const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (!call || !ts.isCallExpression(call) || call.expression.getText() !== '__export') continue;
    const name = call.arguments[0].getText();
    const before = source.statements[index - 1];
    if (before.getText() !== `var ${name} = {};`) {
      throw new Error(`Expected "var ${name} = {};" before its __export, got ${before.getText()}`);
    }
    const made = `{ var ${name} = {}; ${statement.getText()} return ${name}; }`;
    edits.push([before.getStart(), before.getEnd(), '']);
    edits.push([
      statement.getStart(),
      statement.getEnd(),
      `var ${name} = ${PURE} (() => ${made})();`,
    ]);
  }
  return edited(text, edits);
}

/** `A.of = [b];` of functions of the module: these statements, each with the function's name. */
function assignedTo({ statements }) {
  const functions = new Set(
    statements.filter(ts.isFunctionDeclaration).map(({ name }) => name.text),
  );
  const found = new Map();
  for (const statement of statements) {
    const { left, operatorToken } = statement.expression ?? {};
    const isAssigned = operatorToken?.kind === ts.SyntaxKind.EqualsToken;
    if (isAssigned && ts.isPropertyAccessExpression(left) && functions.has(left.expression.text)) {
      found.set(statement, left.expression.text);
    }
  }
  return found;
}

/** A function with what is assigned to it, as one constant. */
function asConstant(name, { statements }, assignments) {
  const declarations = statements.filter(
    (each) => ts.isFunctionDeclaration(each) && each.name.text === name,
  );
  const isExported = ({ kind }) => kind === ts.SyntaxKind.ExportKeyword;
  const inner = [...declarations, ...assignments].map((each) =>
    each.getText().replace(/^export /, ''),
  );
  const made = `const ${name} = ${PURE} (() => { ${inner.join('\n')}\nreturn ${name}; })();`;
  const [first, ...others] = declarations;
  const text = first.modifiers?.some(isExported) ? `export ${made}` : made;
  const removed = [...others, ...assignments].map((each) => [each.getStart(), each.getEnd(), '']);
  return [[first.getStart(), first.getEnd(), text], ...removed];
}

/** Whether evaluating it runs code, or reads a property, which might: bundlers keep both. */
function computes(node) {
  if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return false;
  const runs =
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isSpreadElement(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isTemplateExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node);
  return runs || ts.forEachChild(node, (each) => computes(each) || undefined) === true;
}

/** A class or function expression is named by the constant that it is assigned to. */
function takesItsName(node) {
  return ts.isClassExpression(node) || ts.isFunctionLike(node);
}

const wrapped = (expression) => `${PURE} (() => (${expression}))()`;

function edited(text, edits) {
  let out = text;
  for (const [start, end, by] of edits.sort(([a], [b]) => b - a)) {
    out = out.slice(0, start) + by + out.slice(end);
  }
  return out;
}
