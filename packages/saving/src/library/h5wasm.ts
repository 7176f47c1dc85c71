/** The part of the library that is used here. */
export type Hdf5 = typeof import('h5wasm').default;

/** The library with its functions and its file system, which is in memory. */
export interface LoadedHdf5 {
  readonly hdf5: Hdf5;
  readonly module: Awaited<Hdf5['ready']>;
}

/** HDF5 as the HDF Group's own library, compiled to WebAssembly: four megabytes, loaded with the first such file. */
export async function loadHdf5(): Promise<LoadedHdf5> {
  const { default: imported } = await import('#h5wasm');
  // Where sources run as CommonJS this is still a promise of the module.
  const hdf5 = await imported;
  const module = await hdf5.ready;
  shutOff(module.FS);
  return { hdf5, module };
}

/**
 * Leaves nothing in the library's file system but the files that it is handed: a file that names others could ask for
 * the keyboard (`/dev/stdin`). And it says what it dislikes on the error output, in a hundred lines; our errors say it
 * in one.
 */
function shutOff(files: Awaited<Hdf5['ready']>['FS']): void {
  const { streams } = files as unknown as { readonly streams: readonly unknown[] };
  const devices = files.readdir('/dev') as readonly string[];
  if (!devices.includes('stdin')) return;
  files.close(streams[2] as Parameters<typeof files.close>[0]);
  files.open('/dev/null', 'w'); // It takes the lowest number that is free.
  for (const device of ['stdin', 'stdout', 'stderr', 'tty', 'tty1', 'random', 'urandom']) {
    if (devices.includes(device)) files.unlink(`/dev/${device}`);
  }
}
