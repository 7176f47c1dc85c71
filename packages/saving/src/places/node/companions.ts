import { UnsupportedError } from '@tsuno/core';
import { companionHash } from '../companion.ts';
import { ifThere } from './system.ts';
import { forget, isLeftOver, newTemporary, type Spot, temporaries } from './temporary.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Companions are the files that a main file refers to. They are put in place before it and taken away after it, and several
 * processes may be at it. So that none takes away what another is about to refer to:
 *
 * - a save's coming main file lies in the folder before it looks for sweeps, and until it is renamed;
 * - a sweep lies in the folder before it looks for coming main files, and until it is done.
 *
 * One of two always sees the other: a sweep spares what a coming main file names, and a save waits for a sweep.
 */

/** Larger files are no main files of companions. */
const LARGEST_MAIN = 2 ** 28;
/** A sweep takes milliseconds; one whose process is gone counts for a minute at most. */
const PATIENCE = 70_000;

/** The companions here that the main file names as it is now. */
export async function namedCompanions(spot: Spot): Promise<readonly string[]> {
  const { system, folder, name } = spot;
  const listed = await system.files.readdir(folder);
  const all = listed.filter((each) => companionHash(name, each) !== null);
  if (all.length === 0) return [];
  const text = await textOf(spot, system.paths.join(folder, name));
  return text === null ? [] : all.filter((each) => isNamed(spot, each, text));
}

/** Writes down which companions may have to go, so that whoever comes after a killed process knows it. */
export async function writePlan(spot: Spot, names: readonly string[]): Promise<string> {
  const plan = newTemporary(spot, 'plan');
  try {
    await writeWhole(spot.system, plan, new TextEncoder().encode(JSON.stringify(names)), null);
  } catch (error) {
    await spot.system.files.unlink(plan).catch(() => {});
    forget(plan);
    throw error;
  }
  return plan;
}

/** Waits until nobody takes companions away. */
export async function awaitSweeps(spot: Spot): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const sweeps = (await temporaries(spot)).filter(({ kind }) => kind === 'sweep');
    const left = await Promise.all(sweeps.map((sweep) => isLeftOver(spot, sweep)));
    if (left.every(Boolean)) return;
    if (Date.now() > end) {
      throw new UnsupportedError(
        `another process has not ended its save to ${JSON.stringify(spot.name)} for a minute. Try again when it has ended.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Takes away the companions of a plan that nothing names any more, and then the plan. */
export async function sweep(spot: Spot, plan: string): Promise<void> {
  const { files, paths } = spot.system;
  const marker = newTemporary(spot, 'sweep');
  try {
    const text = (await textOf(spot, plan)) ?? '[]';
    // It lists them too: whoever takes over from a killed sweep knows them.
    await writeWhole(spot.system, marker, new TextEncoder().encode(text), null);
    const texts = await namingTexts(spot);
    for (const name of planned(spot, text)) {
      if (texts.some((each) => isNamed(spot, name, each))) continue;
      await ifThere(files.unlink(paths.join(spot.folder, name)));
    }
    await ifThere(files.unlink(plan));
    await files.unlink(marker);
  } finally {
    forget(marker);
  }
}

/** Only names that companions have: whatever a plan says, nothing else is ever taken away. */
function planned({ name }: Spot, text: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(text);
    return Array.isArray(names) ? names.filter((each) => companionHash(name, each) !== null) : [];
  } catch {
    // Its process was killed while it wrote the plan, and so before it put any companion in place.
    return [];
  }
}

/** What names companions: the coming main files first, because they become the main file, and then all that end like it. */
async function namingTexts(spot: Spot): Promise<readonly string[]> {
  const { system, folder, name } = spot;
  const texts: (string | null)[] = [];
  for (const temporary of await temporaries(spot)) {
    if (temporary.kind !== 'main' || (await isLeftOver(spot, temporary))) continue;
    texts.push(await textOf(spot, temporary.path));
  }
  const ending = name.slice(name.lastIndexOf('.'));
  for (const each of await system.files.readdir(folder)) {
    // Copies of the main file under other names use the same companions.
    if (!each.endsWith(ending)) continue;
    const text = await textOf(spot, system.paths.join(folder, each));
    // It was there a moment ago: what cannot be looked at may name anything.
    if (text === null) throw new Error(`${each} has gone`);
    texts.push(text);
  }
  return texts.filter((text) => text !== null);
}

function isNamed({ name }: Spot, companion: string, text: string): boolean {
  return text.includes(companionHash(name, companion) as string);
}

/** A file's text; null when there is none. */
async function textOf({ system: { files } }: Spot, path: string): Promise<string | null> {
  const stats = await ifThere(files.stat(path));
  if (stats === null) return null;
  if (!stats.isFile() || stats.size > LARGEST_MAIN) return '';
  const file = await ifThere(files.open(path, 'r'));
  if (file === null) return null;
  try {
    const bytes = new Uint8Array(stats.size);
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, null);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return new TextDecoder().decode(bytes.subarray(0, at));
  } finally {
    await file.close();
  }
}
