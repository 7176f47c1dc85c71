export function tarballProblems(
  manifest: Readonly<Record<string, unknown>>,
  files: readonly string[],
): string[];
