/** Files as such, for whoever reads others than models: places, and ZIP archives. */
export { readArchive } from './archive/read-archive.ts';
export { writeStored } from './archive/write-stored.ts';
export { nodeSystem, type System } from './places/node/system.ts';
export { readError } from './places/node/system-error.ts';
export type { NamedBytes, OpenSource, OpenTarget } from './places/place.ts';
export { openData, openDataTarget } from './places/places.ts';
