import { OptionError, show, type TsunoError } from '@tsuno/core';
import { companionHash } from '../companion.ts';
import type { NamedBytes, OpenTarget } from '../place.ts';
import { awaitSweeps, namedCompanions, sweep, writePlan } from './companions.ts';
import { codeOf, ifThere, type Stats, type System } from './system.ts';
import { writeError } from './system-error.ts';
import { forget, isLeftOver, newTemporary, type Spot, temporaries } from './temporary.ts';
import { flushFolder, writeWhole } from './write-whole.ts';

/** Links to links to links. */
const MOST_LINKS = 40;

/**
 * A path: everything is written beside, flushed, and then renamed, the main file last. At every instant the path holds
 * the old model or the new one. What a process that was killed has left behind is cleared away by the next save.
 */
export function pathTarget(who: string, system: System, given: string): OpenTarget {
  const { paths } = system;
  // The folder of now, wherever the process goes meanwhile.
  const path = paths.resolve(given);
  const name = show(given);
  if (given.includes('\0') || /[/\\]$/.test(given)) {
    throw new OptionError(
      `${who}: ${name} is no path of a file. Give one such as "models/digits.keras".`,
    );
  }
  return {
    name,
    fileName: paths.basename(path),
    async write(files, { overwrite }) {
      const state: Progress = { who, name, old: null, isPlaced: false };
      try {
        await writeFiles(system, path, files, overwrite, state);
      } catch (error) {
        throw inWords(state, error);
      }
    },
    async remove() {
      try {
        await removeFile(system, path);
      } catch (error) {
        throw writeError(who, name, error, 'It may still be there.');
      }
    },
  };
}

async function removeFile(system: System, given: string): Promise<void> {
  const { files, paths } = system;
  const path = await throughLinks(system, given);
  await ifThere(files.unlink(path));
  await clearLeftOvers({ system, folder: paths.dirname(path), name: paths.basename(path) });
}

/** How far a save has come: what an error says of the file that was there. */
interface Progress {
  readonly who: string;
  readonly name: string;
  old: Stats | null;
  isPlaced: boolean;
}

async function writeFiles(
  system: System,
  given: string,
  files: readonly NamedBytes[],
  overwrite: boolean,
  state: Progress,
): Promise<void> {
  const path = await throughLinks(system, given);
  state.old = await ifThere(system.files.stat(path));
  if (state.old === null) await system.makeFolder(system.paths.dirname(path));
  else await requireReplaceable(system, path, overwrite, state);
  const spot = {
    system,
    folder: system.paths.dirname(path),
    name: system.paths.basename(path),
  };
  await clearLeftOvers(spot);
  const [main, ...others] = files;
  const companions = others.map((each) => ({ ...each, temporary: newTemporary(spot, 'part') }));
  const coming = newTemporary(spot, 'main');
  const temporary = [...companions.map((each) => each.temporary), coming];
  try {
    for (const each of companions) {
      requireCompanion(spot, each.name);
      await writeWhole(system, each.temporary, each.bytes, null);
    }
    await writeWhole(system, coming, main.bytes, state.old);
    const place = async () => {
      await putMain(system, coming, path, overwrite).catch((error) => {
        throw !overwrite && codeOf(error) === 'EEXIST' ? isThere(state.who, state.name) : error;
      });
      state.isPlaced = true;
    };
    if (companions.length === 0 && (await namedCompanions(spot)).length === 0) await place();
    else await withCompanions(spot, companions, coming, place);
  } finally {
    await remove(system, temporary);
  }
  await flushFolder(system, spot.folder);
}

async function withCompanions(
  spot: Spot,
  companions: readonly { readonly name: string; readonly temporary: string }[],
  coming: string,
  place: () => Promise<void>,
): Promise<void> {
  const { files, paths } = spot.system;
  const names = companions.map((each) => each.name);
  const old = await namedCompanions(spot);
  const plans = [await writePlan(spot, [...names, ...old])];
  try {
    await awaitSweeps(spot);
    for (const each of companions) {
      await files.rename(each.temporary, paths.join(spot.folder, each.name));
    }
    // On the disk, too, the main file comes after what it refers to.
    await flushFolder(spot.system, spot.folder);
    const late = (await namedCompanions(spot)).filter((name) => !old.includes(name));
    // Somebody else has saved meanwhile.
    if (late.length > 0) plans.push(await writePlan(spot, late));
    await place();
  } finally {
    // A coming main file that did not come lays claim to nothing.
    await remove(spot.system, [coming]);
    // What is not taken away now is by the next save.
    for (const plan of plans) await sweep(spot, plan).catch(() => {});
    plans.forEach(forget);
  }
}

/** The main file in its place, in one step. */
async function putMain(
  { files }: System,
  coming: string,
  path: string,
  overwrite: boolean,
): Promise<void> {
  if (overwrite) return files.rename(coming, path);
  try {
    // Other than a rename, a link never takes the place of a file that has come meanwhile.
    await files.link(coming, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
    // A file system without links: the name is taken first, and then filled.
    await (await files.open(path, 'wx')).close();
    await files.rename(coming, path);
  }
}

/** The file that a path means, which may not be there yet: links are followed, and stay. */
async function throughLinks({ files, paths }: System, given: string): Promise<string> {
  let path = given;
  for (let links = 0; links < MOST_LINKS; links++) {
    const real = await ifThere(files.realpath(path));
    if (real !== null) return real;
    const folder = await ifThere(files.realpath(paths.dirname(path)));
    const link = folder && (await files.readlink(path).catch(() => null));
    if (folder === null || link === null) return path;
    path = paths.resolve(folder, link);
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
}

async function requireReplaceable(
  { files, constants }: System,
  path: string,
  overwrite: boolean,
  { who, name, old }: Progress,
): Promise<void> {
  if (old?.isDirectory()) {
    throw new OptionError(`${who}: ${name} is a folder. Give the path of a file in it.`);
  }
  if (!old?.isFile()) {
    throw new OptionError(`${who}: ${name} is a device or a pipe. Give the path of a file.`);
  }
  if (!overwrite) throw isThere(who, name);
  // A rename would not ask whether the file itself may be written.
  await files.access(path, constants.W_OK);
}

function isThere(who: string, name: string): OptionError {
  return new OptionError(
    `${who}: ${name} is there already, and overwrite is false. Give another path, or { overwrite: true }.`,
  );
}

function requireCompanion({ name }: Spot, companion: string): void {
  if (companionHash(name, companion) !== null) return;
  throw new TypeError(`${companion} is no name of companionName(${show(name)}, …)`);
}

/** Clears away what saves to this spot have left that will not go on. Whatever hinders it is no reason not to save. */
async function clearLeftOvers(spot: Spot): Promise<void> {
  const all = await temporaries(spot).catch(() => []);
  for (const each of all) {
    try {
      if (!(await isLeftOver(spot, each))) continue;
      if (each.kind === 'plan' || each.kind === 'sweep') await sweep(spot, each.path);
      else await ifThere(spot.system.files.unlink(each.path));
    } catch {}
  }
}

async function remove({ files }: System, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    // Most are no longer there: they have been renamed.
    await files.unlink(path).catch(() => {});
    forget(path);
  }
}

function inWords({ who, name, old, isPlaced }: Progress, error: unknown): TsunoError {
  const kept = isPlaced
    ? 'The new file is in its place, but the system may lose it when the power fails.'
    : old === null
      ? 'Nothing was left there.'
      : 'The file that was there is untouched.';
  return writeError(who, name, error, kept);
}
