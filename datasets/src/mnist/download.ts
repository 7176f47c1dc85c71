import { setTimeout as pause } from 'node:timers/promises';
import { sha256 } from './cache.ts';
import type { RemoteFile } from './full-files.ts';
import { reasonOf } from './reason.ts';

/** How patiently to download, and who listens. */
export interface Patience {
  /** A connection that sends nothing for so long is given up. */
  readonly stallSeconds: number;
  /** Before trying the same mirror again. */
  readonly pauseSeconds: number;
}

export interface Watch {
  readonly signal: AbortSignal | undefined;
  /** Called with the bytes that are there; fewer than before where a start was false. */
  onBytes(count: number): void;
}

export type Downloaded =
  | { readonly bytes: Uint8Array; readonly mirror: string }
  | { readonly failures: readonly string[] };

const TRIES = 4;

/**
 * One file from the first mirror that has it whole, and only if its SHA-256 is the known one.
 *
 * What arrived before a connection broke is kept, and the rest asked for (HTTP `Range`), of the next mirror too.
 * A mirror that sent something is tried four times; one that sent nothing is left at once.
 */
export async function download(
  file: RemoteFile,
  mirrors: readonly string[],
  patience: Patience,
  watch: Watch,
): Promise<Downloaded> {
  const part: Part = { bytes: new Uint8Array(file.size), length: 0, pieces: 0 };
  const failures: string[] = [];
  for (const mirror of mirrors) {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const before = part.length;
      const url = new URL(file.name, mirror.endsWith('/') ? mirror : `${mirror}/`).href;
      const failure =
        (await fetchRest(url, part, patience, watch)) ?? checkWhole(part, file, watch);
      if (failure === null) return { bytes: part.bytes, mirror };
      watch.signal?.throwIfAborted();
      failures.push(`${url}: ${failure.reason}`);
      if (!(failure.again ?? part.length !== before)) break;
      if (attempt < TRIES) {
        await pause(1000 * patience.pauseSeconds, undefined, { signal: watch.signal }).catch(
          () => {},
        );
        watch.signal?.throwIfAborted();
      }
    }
  }
  return { failures };
}

/** What has arrived: the first `length` bytes, in so many pieces. */
interface Part {
  readonly bytes: Uint8Array;
  length: number;
  pieces: number;
}

interface Failure {
  readonly reason: string;
  /** Whether the same mirror may do better. Where this is left open, it may if it sent anything. */
  readonly again?: boolean;
}

/** Asks for what is missing, and says why it ended before all was there. */
async function fetchRest(
  url: string,
  part: Part,
  { stallSeconds }: Patience,
  { signal, onBytes }: Watch,
): Promise<Failure | null> {
  const stall = new AbortController();
  const timer = setTimeout(
    () => stall.abort(new Error(`nothing came for ${stallSeconds} seconds`)),
    1000 * stallSeconds,
  );
  try {
    const response = await fetch(url, {
      // "identity": the file is gzip itself, and must not be unpacked on its way.
      headers: {
        'accept-encoding': 'identity',
        ...(part.length > 0 && { range: `bytes=${part.length}-` }),
      },
      signal: signal === undefined ? stall.signal : AbortSignal.any([signal, stall.signal]),
    });
    const start = startOf(response);
    if (start === null || response.body === null) {
      await response.body?.cancel();
      return { reason: `HTTP ${response.status} ${response.statusText}`.trimEnd() };
    }
    if (start !== part.length) {
      restart(part, onBytes);
      if (start !== 0) {
        await response.body.cancel();
        return {
          reason: `it sent the bytes from ${start} on, which were not asked for`,
          again: true,
        };
      }
    }
    part.pieces++;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      timer.refresh();
      if (part.length + chunk.length > part.bytes.length) {
        restart(part, onBytes);
        return {
          reason: `it is longer than ${part.bytes.length} bytes, so not the file`,
          again: false,
        };
      }
      part.bytes.set(chunk, part.length);
      part.length += chunk.length;
      onBytes(part.length);
    }
    return null;
  } catch (error) {
    return { reason: reasonOf(stall.signal.aborted ? stall.signal.reason : error) };
  } finally {
    clearTimeout(timer);
  }
}

/** Where in the file an answer starts, or null where it is no part of it. */
function startOf(response: Response): number | null {
  if (response.status === 200) return 0;
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return response.status === 206 && range !== null ? Number(range[1]) : null;
}

function checkWhole(part: Part, { size, sum }: RemoteFile, { onBytes }: Watch): Failure | null {
  if (part.length < size) return { reason: `it ended after ${part.length} of ${size} bytes` };
  const found = sha256(part.bytes);
  if (found === sum) return null;
  // Pieces that do not fit together are no verdict about this mirror: then once more, from the start.
  const again = part.pieces > 1;
  restart(part, onBytes);
  return { reason: `its SHA-256 is ${found}, not ${sum}`, again };
}

function restart(part: Part, onBytes: (count: number) => void): void {
  part.length = 0;
  part.pieces = 0;
  onBytes(0);
}
