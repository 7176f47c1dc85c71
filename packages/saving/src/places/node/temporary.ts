import { contentHash } from '../content-hash.ts';
import { ifThere, type System } from './system.ts';

/** A file that is written, or about to be: its folder and its name there. */
export interface Spot {
  readonly system: System;
  readonly folder: string;
  readonly name: string;
}

/**
 * What a temporary file is: the coming main file, a coming companion, the list of companions that may have to go, or the
 * same list while they go.
 */
export type TemporaryKind = 'main' | 'part' | 'plan' | 'sweep';

export interface Temporary {
  readonly path: string;
  readonly kind: TemporaryKind;
  readonly host: string;
  readonly pid: number;
  readonly started: number;
  readonly thread: number;
}

/** Those of this thread whose save is not done; others of this thread's are left over. */
const UNDER_WAY = new Set<string>();

const PATTERN =
  /^[.]tsuno-([0-9a-f]{16})-([0-9a-f]{16})-(\d+)-(\d+)-(\d+)-[0-9a-f]{16}[.](main|part|plan|sweep)$/;

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;
/** Milliseconds by which one process's beginning may be reckoned differently twice. */
const START_PRECISION = 100;

/** A path for a temporary file that nobody else uses; it says whose it is. It is under way until it is forgotten. */
export function newTemporary({ system, folder, name }: Spot, kind: TemporaryKind): string {
  const { paths, pid, started, thread } = system;
  const random = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const owner = `${hashOf(system.host)}-${pid}-${started}-${thread}`;
  const path = paths.join(folder, `.tsuno-${hashOf(name)}-${owner}-${random}.${kind}`);
  UNDER_WAY.add(path);
  return path;
}

/** Its save is done with it: when the file is still there, it is left over. */
export function forget(path: string): void {
  UNDER_WAY.delete(path);
}

/** The temporary files of all saves to this spot, whoever makes them. */
export async function temporaries(spot: Spot): Promise<readonly Temporary[]> {
  const { system, folder, name } = spot;
  const names = await system.files.readdir(folder);
  return names.flatMap((each): Temporary[] => {
    const [, of, host, pid, started, thread, kind] = PATTERN.exec(each) ?? [];
    if (of !== hashOf(name)) return [];
    const path = system.paths.join(folder, each);
    return [
      {
        path,
        kind: kind as TemporaryKind,
        host,
        pid: Number(pid),
        started: Number(started),
        thread: Number(thread),
      },
    ];
  });
}

/** Whether nobody will go on with it: its process has ended, or it is older than any save takes. */
export async function isLeftOver({ system }: Spot, temporary: Temporary): Promise<boolean> {
  const { path, kind, host, pid, started, thread } = temporary;
  const isHere = host === hashOf(system.host);
  if (isHere && pid === system.pid) {
    if (Math.abs(started - system.started) > START_PRECISION) return true;
    return thread === system.thread && !UNDER_WAY.has(path);
  }
  if (isHere && !system.isAlive(pid)) return true;
  // Another process may have the number by now, and of other machines only the clock is known.
  const stats = await ifThere(system.files.stat(path));
  return stats === null || Date.now() - stats.mtimeMs > (kind === 'sweep' ? MINUTE : DAY);
}

function hashOf(text: string): string {
  return contentHash(new TextEncoder().encode(text));
}
