/** Files as such, for whoever reads others than models: places, and ZIP archives. */
export { readArchive } from './archive/read-archive.ts';
export { writeStored } from './archive/write-stored.ts';
export type { NamedBytes, OpenSource, OpenTarget } from './places/place.ts';
export { openData, openDataTarget } from './places/places.ts';
