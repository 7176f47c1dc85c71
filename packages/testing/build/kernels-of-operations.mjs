/** Which kernels an operation of tfjs may run, read from tfjs's own modules. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { workspacePackage } from './workspace.mjs';

const { resolve } = createRequire(join(workspacePackage('@tsuno/core').folder, 'package.json'));
const folderOf = (name) => join(dirname(resolve(`${name}/package.json`)), 'dist');
const CORE = folderOf('@tensorflow/tfjs-core');
const CPU = folderOf('@tensorflow/tfjs-backend-cpu');
const KERNEL_NAMES = join(CORE, 'kernel_names.js');

const modules = new Map();

/** What a module imports, exports from elsewhere, and exports itself. */
function moduleAt(path) {
  const known = modules.get(path);
  if (known) return known;
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022);
  const found = { imports: [], reexports: [], stars: [], own: [], run: [], source };
  modules.set(path, found);
  // One is named by a string: runKernel('Square', …).
  for (const [, name] of source.text.matchAll(/\brunKernel\('(\w+)'/g)) found.run.push(name);
  for (const statement of source.statements) {
    const from = statement.moduleSpecifier && pathOf(statement.moduleSpecifier.text, path);
    if (ts.isImportDeclaration(statement)) {
      const bindings = statement.importClause?.namedBindings;
      const names = bindings && ts.isNamedImports(bindings) ? namesIn(bindings) : [];
      const all = bindings && ts.isNamespaceImport(bindings) ? bindings.name.text : undefined;
      found.imports.push({ from, names, all });
    } else if (ts.isExportDeclaration(statement)) {
      if (!statement.exportClause) found.stars.push(from);
      else if (from) found.reexports.push({ from, names: namesIn(statement.exportClause) });
      else found.own.push(...namesIn(statement.exportClause));
    } else if (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
      const declared = statement.declarationList?.declarations ?? [statement];
      found.own.push(...declared.map(({ name }) => ({ outside: name.text, inside: name.text })));
    }
  }
  return found;
}

function namesIn({ elements }) {
  return elements.map(({ name, propertyName }) => ({
    outside: name.text,
    inside: (propertyName ?? name).text,
  }));
}

/** The file that a path in an import means; undefined outside of tfjs. */
function pathOf(specifier, importer) {
  if (specifier === '@tensorflow/tfjs-core') return join(CORE, 'index.js');
  return specifier.startsWith('.') ? `${join(dirname(importer), specifier)}.js` : undefined;
}

/** Where each name that a module exports is made: the module, and its name there ('*' for all of the module). */
function exportsOf(path) {
  const { imports, reexports, stars, own } = moduleAt(path);
  const found = new Map(stars.flatMap((from) => [...exportsOf(from)]));
  for (const { from, names } of reexports) {
    const there = exportsOf(from);
    for (const { outside, inside } of names) found.set(outside, there.get(inside));
  }
  for (const { outside, inside } of own) {
    const all = imports.find((each) => each.all === inside);
    const one = imports.find(({ names }) => names.some((name) => name.outside === inside));
    if (all) found.set(outside, { path: all.from, inside: '*' });
    else if (one) found.set(outside, { path: one.from, inside });
    else found.set(outside, { path, inside });
  }
  return found;
}

/** The names of the kernels that the module at `path`, or one that it imports, names. */
function kernelsIn(path, exported) {
  const kernels = new Set();
  const paths = new Set([path]);
  for (const each of paths) {
    for (const { from, names, all } of moduleAt(each).imports) {
      if (from === KERNEL_NAMES) for (const { inside } of names) kernels.add(inside);
      // What a kernel takes from tfjs-core it takes from its index.
      else if (from === join(CORE, 'index.js') && !all) {
        for (const { inside } of names) {
          const home = exported.get(inside)?.path;
          if (home === KERNEL_NAMES) kernels.add(inside);
          else if (home) paths.add(home);
        }
      } else if (from) paths.add(from);
    }
    const { reexports, stars, run } = moduleAt(each);
    for (const from of [...reexports.map((some) => some.from), ...stars]) if (from) paths.add(from);
    for (const name of run) kernels.add(name);
  }
  return kernels;
}

/** The kernels of the cpu backend: where each is, and what its description is called. */
function kernelsOfBackend() {
  const { imports } = moduleAt(join(CPU, 'register_all_kernels.js'));
  const found = new Map();
  for (const { from, names } of imports) {
    for (const { inside } of names) {
      if (inside.endsWith('Config')) found.set(kernelNameOf(from, inside), { from, inside });
    }
  }
  return found;
}

/** `export const absConfig = { kernelName: Abs, … }` → Abs */
function kernelNameOf(path, config) {
  const { source } = moduleAt(path);
  const declared = source.statements
    .flatMap((statement) => statement.declarationList?.declarations ?? [])
    .find(({ name }) => name.text === config);
  return declared.initializer.properties.find(({ name }) => name.text === 'kernelName').initializer
    .text;
}

/** The path by which a module of tfjs is imported from outside. */
const published = (path) => path.slice(path.indexOf('@tensorflow/')).replaceAll('\\', '/');

/**
 * Each export of tfjs-core: the module that makes it, its name there, and the kernels that it may run, as `{ path, name }` of
 * their descriptions in the cpu backend. `always` are those that tfjs itself runs, whichever operations are used.
 */
export function kernelsOfOperations() {
  const exported = exportsOf(join(CORE, 'index.js'));
  const backend = kernelsOfBackend();
  const described = (kernels) =>
    kernels
      .filter((kernel) => backend.has(kernel))
      .map((kernel) => backend.get(kernel))
      .map(({ from, inside }) => ({
        path: published(from),
        name: inside,
      }));
  const withTheirOwn = (kernels) => {
    const found = new Set(kernels);
    for (const kernel of found) {
      const file = backend.get(kernel)?.from;
      if (file) for (const each of kernelsIn(file, exported)) found.add(each);
    }
    return [...found].sort();
  };
  const always = withTheirOwn([
    ...kernelsIn(join(CORE, 'engine.js'), exported),
    ...kernelsIn(join(CORE, 'base_side_effects.js'), exported),
  ]);
  const operations = [...exported]
    .map(([name, { path, inside }]) => ({
      name,
      inside,
      path: published(path),
      kernels:
        path === KERNEL_NAMES
          ? []
          : described(
              withTheirOwn([...kernelsIn(path, exported)]).filter((each) => !always.includes(each)),
            ),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { always: described(always), operations };
}
