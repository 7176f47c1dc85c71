export function bytesIn(path: string): number;
export function packagesIn(folder: string): Set<string>;
export function withInstallScripts(lock: {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
}): string[];
export function treeProblems(tree: {
  readonly packages: number;
  readonly megabytes: number;
  readonly scripts: readonly string[];
}): string[];
