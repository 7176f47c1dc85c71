import { codeOf, type OpenFile, type Stats, type System } from './system.ts';

/** Bytes that the system is handed at a time: it takes less than 2 GB in one call. */
const PIECE = 2 ** 24;
/** What systems say that cannot flush a file, or a folder. */
const CANNOT_FLUSH = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS', 'EPERM', 'EISDIR', 'EACCES', 'EBADF']);
const PERMISSIONS = 0o7777;

/** Makes a file that is not there yet, with all of its bytes on the disk; with the owner and permissions of `like`. */
export async function writeWhole(
  { files }: System,
  path: string,
  bytes: Uint8Array,
  like: Stats | null,
): Promise<void> {
  const file = await files.open(path, 'wx', like === null ? 0o666 : like.mode & 0o666);
  try {
    if (like !== null) await makeLike(file, like);
    await writeAll(file, bytes);
    await flush(file);
  } catch (error) {
    // The first error is the one that matters.
    await file.close().catch(() => {});
    throw error;
  }
  await file.close();
}

/** Makes the system remember which names a folder holds, where it can. */
export async function flushFolder({ files, constants }: System, folder: string): Promise<void> {
  const handle = await files.open(folder, constants.O_RDONLY).catch((error) => {
    if (CANNOT_FLUSH.has(codeOf(error) ?? '')) return null;
    throw error;
  });
  if (handle === null) return;
  try {
    await flush(handle);
  } finally {
    await handle.close();
  }
}

async function makeLike(file: OpenFile, { uid, gid, mode }: Stats): Promise<void> {
  const own = await file.stat();
  // Whoever may not give files away keeps them: that is no reason not to save.
  if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid).catch(() => {});
  await file.chmod(mode & PERMISSIONS);
}

async function writeAll(file: OpenFile, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.length) {
    const { bytesWritten } = await file.write(bytes, at, Math.min(PIECE, bytes.length - at));
    if (bytesWritten === 0) {
      throw Object.assign(new Error('nothing more is written'), { code: 'ENOSPC' });
    }
    at += bytesWritten;
  }
}

async function flush(file: OpenFile): Promise<void> {
  await file.sync().catch((error) => {
    if (!CANNOT_FLUSH.has(codeOf(error) ?? '')) throw error;
  });
}
