import { show, UnsupportedError } from '@tsuno/core';
import type { Saver } from '@tsuno/models';
import { openSource, openTarget } from '../places/places.ts';
import { plainFromBytes, plainToBytes } from './plain-bytes.ts';

/** Who asks: backups are made in `fit`. */
const WHO = 'fit';
/** 16 GB: what is read is one's own. */
const MOST_BYTES = 2 ** 34;

/** Writes a run of `fit` with its model. */
export const saveBackup: Saver['saveBackup'] = async (backup, target) => {
  const place = openTarget(WHO, target);
  const bytes = await plainToBytes(backup);
  await place.write([{ name: place.fileName, bytes }], { overwrite: true });
};

/** What a backup holds; null when there is none. */
export const loadBackup: Saver['loadBackup'] = async (source) => {
  const place = await openSource(WHO, source);
  if (place.isThere === undefined) throw cannotHold(source);
  if (!(await place.isThere())) return null;
  return plainFromBytes(WHO, place.name, await place.bytes(MOST_BYTES));
};

/** Removes a backup that is there. */
export const removeBackup: Saver['removeBackup'] = async (target) => {
  const place = openTarget(WHO, target);
  if (place.remove === undefined) throw cannotHold(target);
  await place.remove();
};

function cannotHold(place: unknown): UnsupportedError {
  return new UnsupportedError(
    `${WHO}: ${show(place)} cannot hold backups, which have to be found again. Give the path of a folder.`,
  );
}
