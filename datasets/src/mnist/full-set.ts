import { DataError } from 'tsuno/core';
import type { Cache } from './cache.ts';
import { download, type Patience, type Watch } from './download.ts';
import type { DownloadProgress } from './download-progress.ts';
import { type FourOf, FULL_NAMES, type RemoteFile } from './full-files.ts';
import type { NamedBytes } from './read-digits.ts';

/** Where the whole set comes from. */
export interface FullSource {
  readonly files: FourOf<RemoteFile>;
  readonly mirrors: readonly string[];
  readonly cache: Cache;
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
  /** Called once, with the bytes to come. */
  progress(total: number): DownloadProgress;
}

/**
 * The four files, from the cache or else from a mirror. Each is kept as soon as it is there, so that a second try
 * starts where the first one failed.
 *
 * @throws DataError where a file is to be had nowhere, with every attempt and with what to do.
 */
export async function fullFiles(source: FullSource): Promise<FourOf<NamedBytes>> {
  const { files, cache, signal } = source;
  const kept = new Map<RemoteFile, Uint8Array>();
  for (const file of Object.values(files)) {
    signal?.throwIfAborted();
    const bytes = await cache.read(file.name, file.sum);
    if (bytes !== null) kept.set(file, bytes);
  }
  const missing = Object.values(files).filter((file) => !kept.has(file));
  const progress = source.progress(missing.reduce((total, { size }) => total + size, 0));
  let remark: string | undefined;
  try {
    for (const file of missing) {
      const bytes = await fetchFile(file, source, progress);
      kept.set(file, bytes);
      const isKept = await cache.write(file.name, bytes);
      if (!isKept)
        remark = 'no cache folder is writable, so the next run downloads again (see cacheDir)';
    }
  } finally {
    progress.end(remark);
  }
  const named = (file: RemoteFile): NamedBytes => ({
    name: file.name,
    bytes: kept.get(file) as Uint8Array,
  });
  return {
    trainImages: named(files.trainImages),
    trainLabels: named(files.trainLabels),
    testImages: named(files.testImages),
    testLabels: named(files.testLabels),
  };
}

async function fetchFile(
  file: RemoteFile,
  { mirrors, patience, signal }: FullSource,
  progress: DownloadProgress,
): Promise<Uint8Array> {
  const watch: Watch = { signal, onBytes: (count) => progress.at(count) };
  const downloaded = await download(file, mirrors, patience, watch);
  if ('failures' in downloaded) throw nowhere(file.name, downloaded.failures);
  progress.fileDone(file.name, file.size, downloaded.mirror);
  return downloaded.bytes;
}

function nowhere(name: string, failures: readonly string[]): DataError {
  return new DataError(
    `mnist.load: full: true needs ${name}, and no mirror gave it:\n${failures.map((line) => `  ${line}`).join('\n')}\n` +
      'Try again with a network, or get the four files elsewhere, put them in one folder and name it with { dir } or ' +
      `TSUNO_MNIST_DIR: ${FULL_NAMES.join(', ')}. The 10,000 digits of mnist.load() need no network.`,
  );
}
