/** The packages of this repository: which of them are published, and which are built into those. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

const FOLDERS = [
  ...readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name)),
  join(root, 'datasets'),
].filter((folder) => existsSync(join(folder, 'package.json')));

const WORKSPACE = new Map(
  FOLDERS.map((folder) => [folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))]),
);

export function publicPackages() {
  return [...WORKSPACE]
    .filter(([, manifest]) => !manifest.private)
    .map(([folder, manifest]) => ({ folder, manifest }));
}

/** The package of that name: its folder and its manifest. Undefined for those from outside. */
export function workspacePackage(name) {
  const found = [...WORKSPACE].find(([, manifest]) => manifest.name === name);
  return found && { folder: found[0], manifest: found[1] };
}

/**
 * A package with all that are built into it: those that are not published and that it, or one of them, needs. To whoever
 * installs it they are no dependencies, so a published package has them as `devDependencies`.
 */
export function builtTogether(name) {
  const found = new Set([name]);
  for (const each of found) {
    const { dependencies, devDependencies } = workspacePackage(each).manifest;
    for (const dependency of Object.keys({ ...dependencies, ...devDependencies })) {
      if (workspacePackage(dependency)?.manifest.private) found.add(dependency);
    }
  }
  return [...found].map(workspacePackage);
}
