/**
 * A source or target as it is now: until it is opened, the ways to files are loaded, and meanwhile its owner may change
 * bytes, a URL or a list.
 */
export function heldPlace(place: unknown): unknown {
  try {
    if (place instanceof URL) return new URL(place);
    if (place instanceof ArrayBuffer) return place.slice(0);
    if (place instanceof Uint8Array) return place.slice();
    if (Array.isArray(place) && place.length <= MOST_FILES) return [...place];
  } catch {
    // A buffer that was transferred away: who opens it says so.
  }
  return place;
}

/** Longer lists are refused by who opens them. */
const MOST_FILES = 100_000;
