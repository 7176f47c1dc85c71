/** Declarations of all packages by the TypeScript compiler, in the `dist` of those that are published. */
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { nameOfTypes } from './manifest.mjs';
import { builtTogether, root, workspacePackage } from './workspace.mjs';

const IMPORTS = /((?:from|import)\s*\(?\s*)(['"])([^'"\n]+)\2/g;

/**
 * Writes `dist/types/PACKAGE/…` for each package and for those that are built into it. One program holds all of them, so
 * that each source is read and checked once.
 */
export function emitDeclarations(packages) {
  const { options } = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.base.json'),
    { emitDeclarationOnly: true, declarationMap: false, types: ['node'] },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => report([problem]) },
  );
  const places = packages.flatMap((each) =>
    builtTogether(each.manifest.name).map(({ folder, manifest }) => ({
      sources: join(folder, 'src'),
      types: join(each.folder, 'dist', 'types', nameOfTypes(manifest.name)),
      dist: join(each.folder, 'dist'),
    })),
  );
  const program = ts.createProgram(
    places.flatMap(({ sources }) => ts.sys.readDirectory(sources, ['.ts'])),
    options,
  );
  report(ts.getPreEmitDiagnostics(program));
  const declared = new Map();
  const { diagnostics } = program.emit(undefined, (path, text) => {
    for (const { sources, types, dist } of places) {
      if (!path.startsWith(`${sources}/`)) continue;
      const target = join(types, relative(sources, path));
      declared.set(target, withPublishedPaths(text, target, dist));
    }
  });
  report(diagnostics);
  const doors = packages.flatMap(({ folder, manifest }) =>
    Object.values(manifest.exports).map((source) =>
      join(
        folder,
        'dist/types',
        nameOfTypes(manifest.name),
        relative('./src', source).replace(/\.ts$/, '.d.ts'),
      ),
    ),
  );
  for (const path of reachable(doors, declared)) ts.sys.writeFile(path, declared.get(path));
}

/** The declarations that the doors lead to; those of what stays within a package are nobody's business. */
function reachable(doors, declared) {
  const found = new Set(doors);
  for (const path of found) {
    for (const [, , , next] of declared.get(path).matchAll(IMPORTS)) {
      if (next.startsWith('.')) found.add(join(dirname(path), next.replace(/\.js$/, '.d.ts')));
    }
  }
  return found;
}

/** Imports as they stand in `dist`: of packages that are built in by their path, and with the endings of JavaScript. */
function withPublishedPaths(text, target, dist) {
  return text.replace(IMPORTS, (whole, before, quote, path) => {
    const published = publishedPath(path, target, dist);
    return published === undefined ? whole : `${before}${quote}${published}${quote}`;
  });
}

function publishedPath(path, target, dist) {
  if (path.startsWith('.')) return path.replace(/\.ts$/, '.js');
  const [, name, door] = /^(@tsuno\/[^/]+)(\/.*)?$/.exec(path) ?? [];
  const found = name && workspacePackage(name);
  if (!found?.manifest.private) return undefined;
  const source = found.manifest.exports[`.${door ?? ''}`];
  const declared = resolve(dist, 'types', nameOfTypes(name), relative('./src', source));
  const way = relative(dirname(target), declared).replaceAll('\\', '/').replace(/\.ts$/, '.js');
  return way.startsWith('.') ? way : `./${way}`;
}

function report(problems) {
  if (problems.length === 0) return;
  console.error(ts.formatDiagnosticsWithColorAndContext(problems, ts.createCompilerHost({})));
  process.exit(1);
}
