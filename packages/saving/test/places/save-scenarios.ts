import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { companionName } from '../../src/places/companion.ts';
import { pathTarget } from '../../src/places/node/path-target.ts';
import { nodeSystem, type System } from '../../src/places/node/system.ts';
import type { NamedBytes } from '../../src/places/place.ts';
import { watchedSystem } from './watched-system.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** A model whose main file names its companions; its version is in each of its files. */
export function modelFiles(version: string, companions: number): readonly NamedBytes[] {
  const others = Array.from({ length: companions }, (_, index) => {
    const bytes = encode(`${version} ${index} `.repeat(2000));
    return { name: companionName('a.json', `shard${index}`, bytes), bytes };
  });
  const main = JSON.stringify({ version, names: others.map(({ name }) => name) });
  return [{ name: 'a.json', bytes: encode(main) }, ...others];
}

/** What is there before a save, and what is saved over it. */
export const SCENARIOS = {
  'a first file': { before: null, companions: 0, overwrite: true },
  'a first file, overwrite false': { before: null, companions: 0, overwrite: false },
  'a file over another': { before: 0, companions: 0, overwrite: true },
  'a file over one with companions': { before: 2, companions: 0, overwrite: true },
  'companions over companions': { before: 2, companions: 2, overwrite: true },
  'first companions, overwrite false': { before: null, companions: 2, overwrite: false },
} as const;

export type ScenarioName = keyof typeof SCENARIOS;

/** This system, with files that are not flushed: a thousand saves would wait for the disk, and nobody cuts the power. */
export const unflushed = watchedSystem(nodeSystem() as System, async (call, args, run) =>
  call === 'file.sync' ? undefined : run(args),
);

export function save(
  folder: string,
  files: readonly NamedBytes[],
  overwrite = true,
  system = unflushed,
): Promise<void> {
  return pathTarget('save', system, join(folder, 'a.json')).write(files, { overwrite });
}

/** What is there before. */
export async function prepare(folder: string, name: ScenarioName): Promise<void> {
  const { before } = SCENARIOS[name];
  if (before !== null) await save(folder, modelFiles('old', before));
}

/** The save itself. */
export function act(folder: string, name: ScenarioName, system: System): Promise<void> {
  const { companions, overwrite } = SCENARIOS[name];
  return save(folder, modelFiles('new', companions), overwrite, system);
}

/** Which version a reader finds: `none`, or one that is whole, or what is wrong with it. */
export function versionIn(folder: string): string {
  if (!existsSync(join(folder, 'a.json'))) return 'none';
  const text = readFileSync(join(folder, 'a.json'), 'utf8');
  try {
    const { version, names } = JSON.parse(text);
    const isWhole = modelFiles(version, names.length).every(({ name, bytes }) =>
      readFileSync(join(folder, name)).equals(bytes),
    );
    return isWhole ? version : `a broken ${version}`;
  } catch (error) {
    return `broken: ${text.slice(0, 100)}, ${error}`;
  }
}

/** What lies in the folder after one more save, beside the files of that model. */
export async function litterAfterNextSave(folder: string): Promise<readonly string[]> {
  const next = modelFiles('next', 1);
  await save(folder, next);
  if (versionIn(folder) !== 'next') return ['no next version'];
  return readdirSync(folder).filter((each) => !next.some(({ name }) => name === each));
}
