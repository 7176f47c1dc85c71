export type { Entry, FileEntry } from '@zip.js/zip.js';

/** ZIP archives, loaded with the first of them. */
export async function loadZip() {
  return import('@zip.js/zip.js');
}
