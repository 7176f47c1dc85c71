import { OptionError, show } from '@tsuno/core';
import { pathSource } from './node/path-source.ts';
import { pathTarget } from './node/path-target.ts';
import { nodeSystem, type System } from './node/system.ts';
import type { OpenSource, OpenTarget } from './place.ts';
import { bytesSource } from './web/bytes-source.ts';
import { downloadsTarget } from './web/downloads.ts';
import { fileSource, isBlob, requireFiles } from './web/file-source.ts';
import { indexedDbSource, indexedDbTarget } from './web/indexed-db.ts';
import { givenResponse, urlSource } from './web/url-source.ts';

const TARGETS =
  'a path such as "models/digits.keras", a file: URL, and in browsers "indexeddb://digits.keras" or "downloads://digits.keras"';
const DATA_TARGETS =
  'a path such as "data/digits.npz", a file: URL, and in browsers "downloads://digits.npz"';
const SOURCES =
  'a path such as "models/digits.keras", a URL, "indexeddb://digits.keras", a File or Blob, a list of Files, a Response, an ArrayBuffer or a Uint8Array';
const DATA_SOURCES =
  'a path such as "data/wine.csv", a URL, a File or Blob, a Response, an ArrayBuffer or a Uint8Array';

/** The place that a user's target means. @throws OptionError for what is none. */
export function openTarget(who: string, target: unknown): OpenTarget {
  return openedTarget(who, target, TARGETS);
}

/** The same for what is no model. */
export function openDataTarget(who: string, target: unknown): OpenTarget {
  return openedTarget(who, target, DATA_TARGETS);
}

function openedTarget(who: string, target: unknown, takes: string): OpenTarget {
  const refuse = (why = '') => refused(who, 'target', takes, target, why);
  const place = addressIn(target);
  if (place === null) throw refuse();
  const { scheme, rest, text } = place;
  if (scheme === 'indexeddb') return indexedDbTarget(who, show(text), requireKey(rest, refuse));
  if (scheme === 'downloads') return downloadsTarget(who, show(text), requirePlain(rest, refuse));
  if (/^https?$/.test(scheme ?? '')) throw refuse(' Servers are not written to.');
  const system = nodeSystem();
  if (scheme === 'file' || scheme === null) {
    if (system === null) throw refuse(' There is no file system here.');
    return pathTarget(who, system, pathIn(system, place, refuse));
  }
  throw refuse(` There is no scheme ${scheme}:.`);
}

/** The place that a user's source means. @throws OptionError for what is none. */
export function openSource(who: string, source: unknown): Promise<OpenSource> {
  return opened(who, source, SOURCES);
}

/** The same for what is no model: data of the user's own. */
export function openData(who: string, source: unknown): Promise<OpenSource> {
  return opened(who, source, DATA_SOURCES);
}

async function opened(who: string, source: unknown, takes: string): Promise<OpenSource> {
  const refuse = (why = '') => refused(who, 'source', takes, source, why);
  const bytes = bytesIn(source);
  if (bytes !== null) return bytesSource(who, bytes);
  if (isBlob(source)) return fileSource(who, [source]);
  if (Array.isArray(source) || isFileList(source)) {
    return fileSource(who, requireFiles(who, source));
  }
  if (isResponse(source)) return givenResponse(who, source);
  const place = addressIn(source);
  if (place === null) throw refuse();
  const { scheme, rest, text } = place;
  if (scheme === 'indexeddb') return indexedDbSource(who, show(text), requireKey(rest, refuse));
  if (/^(https?|data|blob)$/.test(scheme ?? '')) return urlSource(who, requireUrl(text, refuse));
  const system = nodeSystem();
  if (system !== null && (scheme === 'file' || scheme === null)) {
    return pathSource(who, system, pathIn(system, place, refuse));
  }
  // In a page, an address without a scheme is one of its own site.
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  if (scheme === null && base !== undefined) return urlSource(who, requireUrl(text, refuse, base));
  throw refuse(
    scheme === null ? ' There is no file system here.' : ` There is no scheme ${scheme}:.`,
  );
}

interface Address {
  /** In small letters; null for a path. */
  readonly scheme: string | null;
  /** What stands behind `scheme://`. */
  readonly rest: string;
  readonly text: string;
}

function addressIn(given: unknown): Address | null {
  if (!(typeof given === 'string' || given instanceof URL) || String(given) === '') return null;
  const text = String(given);
  // One letter is a drive, and "a:b" a name: schemes have an authority, but for these.
  const [, scheme, rest] =
    /^([a-z][a-z\d+.-]+):[/][/](.*)$/is.exec(text) ?? /^(file|data|blob):(.*)$/is.exec(text) ?? [];
  return { scheme: scheme?.toLowerCase() ?? null, rest: rest ?? '', text };
}

type Refuse = (why?: string) => OptionError;

function pathIn(system: System, { scheme, text }: Address, refuse: Refuse): string {
  if (scheme === null) return text;
  try {
    return system.pathOf(new URL(text));
  } catch (cause) {
    throw refuse(` It is no file's URL (${(cause as Error).message}).`);
  }
}

function requireUrl(text: string, refuse: Refuse, base?: string): URL {
  try {
    return new URL(text, base);
  } catch {
    throw refuse(' It is no URL.');
  }
}

/** A name in the database. */
function requireKey(rest: string, refuse: Refuse): string {
  if (rest !== '' && rest.length <= 1024 && !rest.includes('\0')) return rest;
  throw refuse(' The name of the model is missing, or too long.');
}

/** A name of a file alone. */
function requirePlain(rest: string, refuse: Refuse): string {
  if (/^[^/\\:\0]{1,255}$/.test(rest) && !/^[.]+$/.test(rest)) return rest;
  throw refuse(' A download is named by a plain file name.');
}

/** Bytes as a view of them; a buffer that has been transferred away has none. */
function bytesIn(source: unknown): Uint8Array | null {
  if (source instanceof Uint8Array) return source;
  // It may come from another frame.
  if (Object.prototype.toString.call(source) !== '[object ArrayBuffer]') return null;
  try {
    return new Uint8Array(source as ArrayBuffer);
  } catch {
    return new Uint8Array();
  }
}

function isFileList(source: unknown): source is ArrayLike<unknown> {
  return typeof FileList === 'function' && source instanceof FileList;
}

function refused(
  who: string,
  what: 'target' | 'source',
  takes: string,
  got: unknown,
  why: string,
): OptionError {
  const isPromise = typeof (got as { then?: unknown } | null)?.then === 'function';
  const hint = isPromise ? ' Put await before it.' : why;
  return new OptionError(`${who}: ${what} must be ${takes}, got ${show(got)}.${hint}`);
}

/** Asked for first, because jsdom under Jest has none. */
function isResponse(source: unknown): source is Response {
  return typeof Response === 'function' && source instanceof Response;
}
