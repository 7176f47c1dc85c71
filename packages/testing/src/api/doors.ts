import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../doc-examples.ts';

/** What users import from: `tsuno`, `tsuno/layers`, `@tsuno/datasets`. */
export interface Door {
  readonly name: string;
  /** The module in the repository that it leads to. */
  readonly source: string;
}

/** The doors of all packages that are published, as their manifests have them. */
export function publicDoors(): readonly Door[] {
  const folders = [...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`)];
  return [...folders, 'datasets'].sort().flatMap((folder) => {
    const path = join(ROOT, folder, 'package.json');
    if (!existsSync(path)) return [];
    const { name, private: isPrivate, exports } = JSON.parse(readFileSync(path, 'utf8'));
    if (isPrivate) return [];
    return Object.entries(exports as Readonly<Record<string, string>>).map(([door, source]) => ({
      name: `${name}${door.slice(1)}`,
      source: resolve(ROOT, folder, source),
    }));
  });
}
