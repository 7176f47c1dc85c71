import { DataError, show } from '@tsuno/core';
import { partsInside } from '../inside.ts';
import type { OpenSource } from '../place.ts';
import { tooLarge } from '../too-large.ts';

/** A URL: whatever `fetch` can get. It is asked for when it is read, and files beside it are beside where it was found. */
export function urlSource(who: string, url: URL): OpenSource {
  const name = show(shortened(url.href));
  return responseSource(who, name, nameIn(url), () => get(who, name, url.href));
}

/** A `Response`, whose body can be read once. */
export function givenResponse(who: string, response: Response): OpenSource {
  const url = response.url === '' ? null : new URL(response.url);
  const name = url === null ? 'the Response' : show(shortened(url.href));
  return responseSource(who, name, url && nameIn(url), async () => {
    requireGood(who, name, response);
    return response;
  });
}

function responseSource(
  who: string,
  name: string,
  fileName: string | null,
  open: () => Promise<Response>,
): OpenSource {
  const reads: { bytes?: Promise<Uint8Array>; url?: string } = {};
  return {
    name,
    fileName,
    bytes(most) {
      // A body can be read once, and is asked for twice where the name does not tell the format.
      reads.bytes ??= open().then((response) => {
        reads.url = response.url;
        return bodyOf(who, name, response, most);
      });
      return reads.bytes;
    },
    async *pieces(most) {
      yield* piecesOf(who, name, await open(), most);
    },
    async beside(besides, most) {
      const parts = partsInside(who, besides).map(encodeURIComponent);
      const shown = show(besides);
      await reads.bytes;
      const base = /^https?:/.test(reads.url ?? '') ? new URL(reads.url as string) : null;
      if (base === null) {
        throw new DataError(
          `${who}: ${name} needs ${shown}, which stands beside it, but there is nothing beside ${name}. Give its URL, or all its files as a list of Files.`,
        );
      }
      const { search } = base;
      const url = new URL(parts.join('/'), base);
      // Keys to a folder stand in the query.
      url.search = search;
      return bodyOf(who, shown, await get(who, shown, url.href), most);
    },
  };
}

async function get(who: string, name: string, url: string): Promise<Response> {
  const response = await fetch(url).catch((cause: Error) => {
    const reason = (cause.cause as Error | undefined)?.message || cause.message;
    throw new DataError(
      `${who}: ${name} cannot be fetched (${reason}). Check the address and the network; in a page, the server must allow it (CORS).`,
      { cause },
    );
  });
  requireGood(who, name, response);
  return response;
}

function requireGood(who: string, name: string, response: Response): void {
  const { ok, status, statusText, bodyUsed, type } = response;
  if (type === 'opaque') {
    throw new DataError(
      `${who}: ${name} is opaque: it was fetched with mode 'no-cors', and nobody may read it. Fetch it with CORS.`,
    );
  }
  if (!ok) {
    throw new DataError(
      `${who}: the server answered for ${name} with ${`${status} ${statusText}`.trim()}. Check the address.`,
    );
  }
  if (bodyUsed) {
    throw new DataError(
      `${who}: the body of ${name} has been read already. Give response.clone().`,
    );
  }
}

async function bodyOf(
  who: string,
  name: string,
  response: Response,
  most: number,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of piecesOf(who, name, response, most)) {
    pieces.push(piece);
    length += piece.length;
  }
  if (length === 0) throw new DataError(`${who}: ${name} is empty.`);
  return joined(pieces, length);
}

/** The body, whose length is looked at before it comes and while it does: a server may say what it likes. */
async function* piecesOf(
  who: string,
  name: string,
  response: Response,
  most: number,
): AsyncGenerator<Uint8Array, void> {
  const said = Number(response.headers.get('content-length') ?? 0);
  if (said > most) {
    await response.body?.cancel().catch(() => {});
    throw tooLarge(who, name, said, most);
  }
  if (response.body === null) return;
  const reader = response.body.getReader();
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: Error) => {
        throw new DataError(
          `${who}: ${name} broke off after ${length} bytes (${cause.message}). Try again.`,
          { cause },
        );
      });
      if (done) return;
      length += value.length;
      if (length > most) throw tooLarge(who, name, null, most);
      yield value;
    }
  } finally {
    // Whoever stops before the end wants no more of it.
    await reader.cancel().catch(() => {});
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The last part of the path; null where it names no file. */
function nameIn({ protocol, pathname }: URL): string | null {
  if (!/^https?:$/.test(protocol)) return null;
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last) || null;
  } catch {
    return last;
  }
}

/** Data in a URL is longer than anybody reads. */
function shortened(href: string): string {
  return href.length > 100 ? `${href.slice(0, 100)}…` : href;
}
