import type { System } from '../../src/places/node/system.ts';

/** Sees each call of a save: `run` makes it, with these arguments or others. */
export type Watch = (
  call: string,
  args: readonly unknown[],
  run: (args: readonly unknown[]) => Promise<unknown>,
) => Promise<unknown>;

/** The system, with `watch` before each call to its files, open or not. */
export function watchedSystem(system: System, watch: Watch): System {
  const makeFolder = (folder: string) =>
    watch('makeFolder', [folder], () => system.makeFolder(folder)) as Promise<void>;
  return { ...system, files: watched(system.files, '', watch), makeFolder };
}

function watched<T extends object>(target: T, prefix: string, watch: Watch): T {
  return new Proxy(target, {
    get(_target, name) {
      const method = target[name as keyof T];
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) =>
        watch(`${prefix}${String(name)}`, given, async (args) => {
          const result = await method.apply(target, args);
          return name === 'open' ? watched(result, 'file.', watch) : result;
        });
    },
  });
}
