import { UnsupportedError } from '@tsuno/core';
import type { NamedBytes, OpenTarget } from '../place.ts';

/** Milliseconds until the browser has surely taken a file: before that its object URL must live. */
const TAKEN = 60_000;
/** Milliseconds between two files: browsers drop all but the last of what comes at once. */
const APART = 200;

/** Files that the page hands to the user, as if a link to each had been clicked. The browser chooses other names for those that are there. */
export function downloadsTarget(who: string, shown: string, fileName: string): OpenTarget {
  return {
    name: shown,
    fileName,
    async write(files) {
      const { document } = globalThis;
      if (document === undefined) {
        throw new UnsupportedError(
          `${who}: ${shown} is a download, which only a page can begin. Give a path such as "digits.keras", or in a worker "indexeddb://digits.keras".`,
        );
      }
      for (const [index, file] of files.entries()) {
        if (index > 0) await new Promise((resolve) => setTimeout(resolve, APART));
        download(document, file);
      }
    },
  };
}

function download(document: Document, { name, bytes }: NamedBytes): void {
  const url = URL.createObjectURL(new Blob([bytes as BlobPart]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.style.display = 'none';
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), TAKEN);
}
